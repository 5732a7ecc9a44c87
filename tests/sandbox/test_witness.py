"""The witness: remembers for ever, and never hears two stories."""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import httpx
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from sandbox.residents.witness.merkle import is_consistent
from tests.support.street import Street

HEADS = "/witness/v1/heads"


@dataclass
class Ledger:
    """A ledger in small, with its own Merkle tree, to try the witness with."""

    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)

    @property
    def public(self) -> bytes:
        return self.key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)

    @property
    def key_id(self) -> str:
        return hashlib.sha256(self.public).hexdigest()[:16]

    def body(
        self,
        size: int,
        *,
        epoch: int = 1,
        root: bytes | None = None,
        changed: Mapping[str, object] = MappingProxyType({}),
    ) -> str:
        head = {
            "epoch": epoch,
            "key": self.key_id,
            "root": (root or tree_root(size)).hex(),
            "signed_at": "2020-03-02T09:00:00.000000Z",
            "size": size,
        }
        return json.dumps({**head, **changed}, separators=(",", ":"), sort_keys=True)

    def signed(self, body: str, **more: object) -> dict[str, object]:
        signature = self.key.sign(b"leyiban-head/1\n" + body.encode())
        return {
            "body": body,
            "signature": base64.b64encode(signature).decode(),
            "public_key": base64.b64encode(self.public).decode(),
            **more,
        }


def leaf(number: int) -> bytes:
    return hashlib.sha256(b"\0" + number.to_bytes(8, "big")).digest()


def tree_root(size: int, start: int = 0) -> bytes:
    if size == 0:
        return hashlib.sha256(b"").digest()
    if size == 1:
        return leaf(start)
    left = split(size)
    pair = tree_root(left, start) + tree_root(size - left, start + left)
    return hashlib.sha256(b"\x01" + pair).digest()


def split(size: int) -> int:
    return 1 << (size - 1).bit_length() - 1


def consistency(size: int, later: int, start: int = 0, whole: bool = True) -> list[bytes]:
    """RFC 9162, section 2.1.4.1, straight from its recursion."""
    if size == later:
        return [] if whole else [tree_root(size, start)]
    left = split(later)
    if size <= left:
        return [*consistency(size, left, start, whole), tree_root(later - left, start + left)]
    return [*consistency(size - left, later - left, start + left, False), tree_root(left, start)]


def test_a_head_is_countersigned(street: Street) -> None:
    ledger = Ledger()
    answer = street.http.post(HEADS, json=ledger.signed(ledger.body(3)))
    assert answer.status_code == 201
    record = answer.json()
    assert record["body"] == ledger.body(3)
    statement = json.loads(record["statement"])
    assert {name: statement[name] for name in ("epoch", "size", "root", "key")} == {
        "epoch": 1, "size": 3, "root": tree_root(3).hex(), "key": ledger.key_id,
    }  # fmt: skip
    witness = street.http.get("/witness/v1/key").json()
    assert statement["witness"] == witness["key"]
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(witness["public_key"]))
    key.verify(
        base64.b64decode(record["countersignature"]), b"leyiban-witness/1\n" + record["statement"].encode()
    )


def test_the_same_head_again_gets_the_same_answer(street: Street) -> None:
    ledger = Ledger()
    first, again = (street.http.post(HEADS, json=ledger.signed(ledger.body(3))) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()


def test_a_second_root_for_one_size_is_refused_for_ever(own_street: Street) -> None:
    ledger = Ledger()
    street = own_street
    street.http.post(HEADS, json=ledger.signed(ledger.body(3))).raise_for_status()
    forged = ledger.signed(ledger.body(3, root=b"\7" * 32))
    assert _refusal(street.http.post(HEADS, json=forged)) == (409, "fork")
    street.kill()
    street.start()
    answer = street.http.post(HEADS, json=forged)
    assert _refusal(answer) == (409, "fork")
    assert answer.json()["witnessed"]["body"] == ledger.body(3)


def test_no_step_back_in_size_or_epoch(street: Street) -> None:
    ledger = Ledger()
    for body in (ledger.body(2), ledger.body(5)):
        street.http.post(HEADS, json=ledger.signed(body)).raise_for_status()
    assert _refusal(street.http.post(HEADS, json=ledger.signed(ledger.body(4)))) == (409, "behind")
    assert street.http.post(HEADS, json=ledger.signed(ledger.body(2))).status_code == 200
    assert street.http.post(HEADS, json=ledger.signed(ledger.body(4, epoch=2))).status_code == 201
    assert _refusal(street.http.post(HEADS, json=ledger.signed(ledger.body(6)))) == (409, "epoch_closed")


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"epoch": 0}, "numbers"),
        ({"size": -1}, "numbers"),
        ({"size": "3"}, "numbers"),
        ({"size": True}, "numbers"),
        ({"size": 2**53}, "numbers"),
        ({"root": "ab"}, "strings"),
        ({"root": tree_root(3).hex().upper()}, "strings"),
        ({"key": "../../etc/passwd"}, "strings"),
        ({"signed_at": "yesterday"}, "signed_at"),
        ({"signed_at": "2020-03-02T09:00:00"}, "signed_at"),
        ({"note": "hello"}, "fields"),
    ],
)
def test_a_head_of_another_form_is_refused(street: Street, changed: dict[str, object], reason: str) -> None:
    ledger = Ledger()
    answer = street.http.post(HEADS, json=ledger.signed(ledger.body(3, changed=changed)))
    assert (*_refusal(answer), answer.json()["reason"]) == (422, "invalid_head", reason)


def test_only_canonical_bytes_are_witnessed(street: Street) -> None:
    ledger = Ledger()
    loose = json.dumps(json.loads(ledger.body(3)), indent=1)
    answer = street.http.post(HEADS, json=ledger.signed(loose))
    assert answer.json()["reason"] == "not_canonical"
    assert street.http.post(HEADS, json=ledger.signed("{")).json()["reason"] == "not_json"


def test_a_head_signed_by_another_key_is_refused(street: Street) -> None:
    ledger, thief = Ledger(), Ledger()
    by_thief = thief.signed(ledger.body(3))
    assert _refusal(street.http.post(HEADS, json=by_thief)) == (422, "key_mismatch")
    dressed_up = by_thief | {"public_key": ledger.signed(ledger.body(3))["public_key"]}
    assert _refusal(street.http.post(HEADS, json=dressed_up)) == (422, "bad_signature")
    garbled = ledger.signed(ledger.body(3)) | {"signature": "no base64!"}
    assert _refusal(street.http.post(HEADS, json=garbled)) == (422, "invalid_body")
    assert street.http.get(f"{HEADS}/latest", params={"key": ledger.key_id}).status_code == 404


def test_growth_is_proven_or_refused(street: Street) -> None:
    ledger = Ledger()
    street.http.post(HEADS, json=ledger.signed(ledger.body(3))).raise_for_status()
    proof = [node.hex() for node in consistency(3, 7)]
    false = ledger.signed(ledger.body(7, root=b"\7" * 32), from_size=3, consistency=proof)
    assert _refusal(street.http.post(HEADS, json=false)) == (409, "inconsistent")
    nowhere = ledger.signed(ledger.body(7), from_size=2, consistency=proof)
    assert _refusal(street.http.post(HEADS, json=nowhere)) == (422, "unknown_start")
    true = ledger.signed(ledger.body(7), from_size=3, consistency=proof)
    assert street.http.post(HEADS, json=true).json()["proven"] is True


def test_the_log_reads_in_order_and_survives_a_kill(own_street: Street) -> None:
    ledger, street = Ledger(), own_street
    for size in (1, 4, 9):
        street.http.post(HEADS, json=ledger.signed(ledger.body(size))).raise_for_status()
    street.kill()
    _tear_last_line(street)
    street.start()
    asked: dict[str, str | int] = {"key": ledger.key_id, "epoch": 1, "after_size": 1}
    listing = street.http.get(HEADS, params=asked).json()
    assert [json.loads(record["body"])["size"] for record in listing["heads"]] == [4, 9]
    assert listing["more"] is False
    latest = street.http.get(f"{HEADS}/latest", params={"key": ledger.key_id}).json()
    assert latest == listing["heads"][-1]


def test_it_ends_when_asked(own_street: Street) -> None:
    assert own_street.stop() == 0


@pytest.mark.parametrize("way", ["signature", "other_root"])
def test_wrong_countersigns_what_does_not_verify(street: Street, way: str) -> None:
    ledger = Ledger()
    street.fault("witness", "wrong", way=way, count=1)
    wrong = street.http.post(HEADS, json=ledger.signed(ledger.body(3))).json()
    right = street.http.post(HEADS, json=ledger.signed(ledger.body(3))).json()
    different = {name for name in right if right[name] != wrong[name]}
    assert different == {"countersignature" if way == "signature" else "statement"}


@given(sizes=st.tuples(st.integers(0, 70), st.integers(0, 70)).map(sorted))
def test_consistency_accepts_true_growth_and_nothing_else(sizes: list[int]) -> None:
    size, later = sizes
    proof = consistency(size, later) if size else []
    facts = {"size": size, "root": tree_root(size), "later_size": later, "later_root": tree_root(later)}
    assert is_consistent(**facts, proof=proof)  # type: ignore[arg-type]
    if 0 < size < later:
        spoilt = [*proof[:-1], bytes(32)]
        assert not is_consistent(**facts, proof=spoilt)  # type: ignore[arg-type]
        assert not is_consistent(**facts, proof=[*proof, bytes(32)])  # type: ignore[arg-type]
        assert not is_consistent(**facts | {"root": bytes(32)}, proof=proof)  # type: ignore[arg-type]
        assert not is_consistent(**facts | {"later_root": bytes(32)}, proof=proof)  # type: ignore[arg-type]


def _refusal(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def _tear_last_line(street: Street) -> None:
    """What a power cut leaves: half a line that was never answered."""
    for journal in street.state.rglob("heads.jsonl"):
        with journal.open("ab") as file:
            file.write(b'{"body": "{\\"epo')
