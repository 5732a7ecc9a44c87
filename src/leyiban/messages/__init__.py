"""Messages: what the city tells people, in the exact words they saw, and whether it reached them.

Every message lies in the person's inbox; the text message to the phone is the faster way to the same words.

* :mod:`templates`, :mod:`standard` — what can be said · :mod:`composing` — how it becomes at most 70 signs
* :mod:`operations` — ``notify``, ``resend``, ``set_preference``, ``mark_read``
* :mod:`queries` — ``messages_for`` a matter, the inbox, what failed
* :mod:`carrier` — the HTTP adapter to whoever carries text messages
"""
