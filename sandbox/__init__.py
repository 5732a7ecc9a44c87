"""The outside world, as a program of its own: it shares no code and no database with Leyiban.

Each resident answers as a real system would, over HTTP, and can be made slow, down, wrong or hasty
(twice). What it promises to callers stands in ``sandbox/README.md``.
"""
