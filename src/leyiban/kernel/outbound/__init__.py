"""Calls to other systems: the one way out of the house.

A caller writes what is to be said; this room says it, with a deadline, bounded retries, a circuit breaker
shared by all processes, an idempotency key and a record of every try. The record is the only retry policy.

* :mod:`registry` — services, their calls, and who hears how a call ended
* :mod:`operations` — ``send_later``, ``call_now``, ``resend``, ``dispatch_due``
* :mod:`queries` — what waits, what failed, how each service is
"""
