"""Clocks of law: a limit that starts, may stop on a listed ground, and can be replayed by anyone.

A clock is a list of events and nothing else. When it falls due, whether it stands still and how much is
left is derived by :func:`replaying.replay`, a pure function of the events and the work calendar.
"""
