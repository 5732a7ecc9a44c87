"""Merkle tree of RFC 9162 §2.1 over a growing list of leaves.

Pure: the caller supplies a ``NodeReader`` that answers for complete subtrees. Node ``(level, index)`` is
the root of the complete subtree over leaves ``index * 2**level`` up to ``(index + 1) * 2**level``; level 0
are the leaf hashes. A tree of n leaves has fewer than 2n such nodes and each is written once.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator

NodeReader = Callable[[int, int], bytes]
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def peaks(size: int) -> list[tuple[int, int]]:
    """The complete subtrees that make up a tree of ``size`` leaves, left to right, as (level, index)."""
    found, start = [], 0
    for level in range(size.bit_length() - 1, -1, -1):
        if size >> level & 1:
            found.append((level, start >> level))
            start += 1 << level
    return found


def fold(hashes: Iterable[bytes]) -> bytes:
    """The root over peaks given left to right."""
    root = b""
    for peak in reversed(list(hashes)):
        root = node_hash(peak, root) if root else peak
    return root or EMPTY_ROOT


class Frontier:
    """The right edge of the tree: enough to append leaves and to know the root."""

    def __init__(self, size: int, hashes: Iterable[bytes]) -> None:
        self.size = size
        self._peaks = [(level, peak) for (level, _), peak in zip(peaks(size), hashes, strict=True)]

    @classmethod
    def read(cls, size: int, node: NodeReader) -> "Frontier":
        return cls(size, [node(level, index) for level, index in peaks(size)])

    def append(self, leaf: bytes) -> Iterator[tuple[int, int, bytes]]:
        """Add one leaf; yield every node (level, index, hash) that became complete, the leaf first."""
        level, digest = 0, leaf
        yield level, self.size, digest
        while self._peaks and self._peaks[-1][0] == level:
            digest = node_hash(self._peaks.pop()[1], digest)
            level += 1
            yield level, self.size >> level, digest
        self._peaks.append((level, digest))
        self.size += 1

    @property
    def root(self) -> bytes:
        return fold(peak for _, peak in self._peaks)


def root_at(size: int, node: NodeReader) -> bytes:
    """The root when the tree had ``size`` leaves."""
    return fold(node(level, index) for level, index in peaks(size))


def _range_hash(start: int, end: int, node: NodeReader) -> bytes:
    """MTH(D[start:end]) for a range that a proof of RFC 9162 asks for (start is aligned)."""
    width = end - start
    if width & (width - 1) == 0:
        level = width.bit_length() - 1
        return node(level, start >> level)
    split = 1 << ((width - 1).bit_length() - 1)
    return node_hash(
        _range_hash(start, start + split, node),
        _range_hash(start + split, end, node),
    )


def inclusion_proof(position: int, size: int, node: NodeReader) -> list[bytes]:
    """PATH(position, D[0:size]) of RFC 9162 §2.1.3.1: the siblings from the leaf up to the root."""
    if not 0 <= position < size:
        raise ValueError(f"no leaf {position} in a tree of {size}")
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        split = 1 << ((end - start - 1).bit_length() - 1)
        if position < start + split:
            path.append(_range_hash(start + split, end, node))
            end = start + split
        else:
            path.append(_range_hash(start, start + split, node))
            start += split
    return path[::-1]


def consistency_proof(old_size: int, size: int, node: NodeReader) -> list[bytes]:
    """PROOF(old_size, D[0:size]) of RFC 9162 §2.1.4.1: that the older tree is a prefix of the newer."""
    if not 0 < old_size <= size:
        raise ValueError(f"a tree of {old_size} is no prefix of a tree of {size}")
    return _subproof(old_size, 0, size, node, whole=True)


def _subproof(old: int, start: int, end: int, node: NodeReader, *, whole: bool) -> list[bytes]:
    if old == end - start:
        return [] if whole else [_range_hash(start, end, node)]
    split = 1 << ((end - start - 1).bit_length() - 1)
    if old <= split:
        return [
            *_subproof(old, start, start + split, node, whole=whole),
            _range_hash(start + split, end, node),
        ]
    return [
        *_subproof(old - split, start + split, end, node, whole=False),
        _range_hash(start, start + split, node),
    ]


def root_from_inclusion(leaf: bytes, position: int, size: int, path: Iterable[bytes]) -> bytes:
    """The root that ``path`` claims for ``leaf`` (RFC 9162 §2.1.3.2).

    Raises:
        ValueError: the path has not the length that position and size demand.
    """
    if not 0 <= position < size:
        raise ValueError("position outside the tree")
    at, last, digest = position, size - 1, leaf
    for sibling in path:
        if last == 0:
            raise ValueError("path too long")
        if at & 1 or at == last:
            digest = node_hash(sibling, digest)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            digest = node_hash(digest, sibling)
        at, last = at >> 1, last >> 1
    if last:
        raise ValueError("path too short")
    return digest
