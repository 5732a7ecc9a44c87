"""One append-only record of what happened: audit trail, outbox and public record at once.

A writer inserts an entry (:mod:`operations`); the sequencer gives it a gap-free position and grows a
Merkle tree over the exact bytes (:mod:`sequencer`, :mod:`merkle`); every few seconds the head of the tree
is signed and published outside the database (:mod:`heads`); followers react in position order
(:mod:`followers`); anyone checks a trail with the one file ``verify.py``.
"""
