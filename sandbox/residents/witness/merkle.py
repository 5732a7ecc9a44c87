"""Consistency of two Merkle tree heads (RFC 9162, section 2.1.4.2), written anew for the witness.

A witness that borrowed the ledger's own code would borrow its mistakes too.
"""

import hashlib
from collections.abc import Sequence


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def is_consistent(
    *, size: int, root: bytes, later_size: int, later_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether the tree of ``later_size`` leaves begins with exactly the tree of ``size`` leaves."""
    if size == later_size:
        return not proof and root == later_root
    if size == 0:
        return not proof
    if not 0 < size < later_size:
        return False
    path = list(proof) if size & (size - 1) else [root, *proof]
    if not path:
        return False
    first_at, last_at = size - 1, later_size - 1
    while first_at & 1:
        first_at >>= 1
        last_at >>= 1
    first = last = path[0]
    for node in path[1:]:
        if last_at == 0:
            return False
        if first_at & 1 or first_at == last_at:
            first, last = _node(node, first), _node(node, last)
            while first_at and not first_at & 1:
                first_at >>= 1
                last_at >>= 1
        else:
            last = _node(last, node)
        first_at >>= 1
        last_at >>= 1
    return last_at == 0 and first == root and last == later_root
