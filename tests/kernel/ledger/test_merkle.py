"""The tree against RFC 9162 itself, written down once more in its recursive form."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leyiban.kernel.ledger import merkle, verify


def mth(leaves: list[bytes]) -> bytes:
    """RFC 9162 §2.1.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + mth(leaves[:k]) + mth(leaves[k:])).digest()


class Tree:
    def __init__(self, entries: list[bytes]) -> None:
        self.nodes: dict[tuple[int, int], bytes] = {}
        self.frontier = merkle.Frontier(0, [])
        for entry in entries:
            for level, index, digest in self.frontier.append(merkle.leaf_hash(entry)):
                assert (level, index) not in self.nodes, "a node is written once"
                self.nodes[level, index] = digest

    def node(self, level: int, index: int) -> bytes:
        return self.nodes[level, index]


entries = st.integers(0, 200).map(lambda size: [str(number).encode() for number in range(size)])


@given(entries)
def test_the_root_grows_as_the_rfc_says(leaves: list[bytes]) -> None:
    tree = Tree(leaves)
    assert tree.frontier.root == mth(leaves)
    assert len(tree.nodes) <= 2 * len(leaves)


@given(entries, st.data())
def test_every_earlier_root_can_be_read_again(leaves: list[bytes], data: st.DataObject) -> None:
    tree = Tree(leaves)
    size = data.draw(st.integers(0, len(leaves)))
    assert merkle.root_at(size, tree.node) == mth(leaves[:size])
    again = merkle.Frontier.read(size, tree.node)
    for leaf in leaves[size:]:
        list(again.append(merkle.leaf_hash(leaf)))
    assert again.root == tree.frontier.root


@given(entries.filter(bool), st.data())
def test_an_inclusion_proof_leads_to_the_root_and_nowhere_else(
    leaves: list[bytes], data: st.DataObject
) -> None:
    tree = Tree(leaves)
    size = data.draw(st.integers(1, len(leaves)))
    position = data.draw(st.integers(0, size - 1))
    path = merkle.inclusion_proof(position, size, tree.node)
    leaf, root = merkle.leaf_hash(leaves[position]), mth(leaves[:size])
    assert merkle.root_from_inclusion(leaf, position, size, path) == root
    assert verify.root_by_path(leaf, position, size, path) == root
    other = data.draw(st.integers(0, size - 1).filter(lambda each: each != position)) if size > 1 else None
    if other is not None:
        assert _root_or_refusal(leaf, other, size, path) != root


def _root_or_refusal(leaf: bytes, position: int, size: int, path: list[bytes]) -> bytes | None:
    try:
        return verify.root_by_path(leaf, position, size, path)
    except verify.Refused:
        return None


def check_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: list[bytes]) -> bool:
    """RFC 9162 §2.1.4.2, word for word."""
    if old == new:
        return old_root == new_root and not proof
    path = ([old_root] if old & (old - 1) == 0 else []) + proof
    fn, sn = old - 1, new - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for sibling in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = merkle.node_hash(sibling, fr), merkle.node_hash(sibling, sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = merkle.node_hash(sr, sibling)
        fn, sn = fn >> 1, sn >> 1
    return fr == old_root and sr == new_root and sn == 0


@given(entries.filter(bool), st.data())
def test_a_consistency_proof_binds_the_older_tree(leaves: list[bytes], data: st.DataObject) -> None:
    tree = Tree(leaves)
    new = data.draw(st.integers(1, len(leaves)))
    old = data.draw(st.integers(1, new))
    proof = merkle.consistency_proof(old, new, tree.node)
    assert check_consistency(old, new, mth(leaves[:old]), mth(leaves[:new]), proof)
    assert old == new or not check_consistency(old, new, mth([b"forged"]), mth(leaves[:new]), proof)


@pytest.mark.parametrize(("position", "size"), [(3, 3), (-1, 2), (0, 0)])
def test_no_proof_outside_the_tree(position: int, size: int) -> None:
    with pytest.raises(ValueError):
        merkle.inclusion_proof(position, size, Tree([b"a", b"b", b"c"]).node)
