"""The witness's memory of one ledger: which heads it has seen, and which it will never accept."""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sandbox.answers import Problem
from sandbox.canonical import canonical
from sandbox.clock import now, written
from sandbox.journal import Journal
from sandbox.residents.witness.heads import COUNTERSIGNED_AS, Head, Witnessed, base64_text, raw, verify_head
from sandbox.residents.witness.merkle import is_consistent


class LedgerMemory:
    """Append-only, on disk before it is answered. Not safe for threads: one event loop owns it."""

    def __init__(self, directory: Path, *, key: Ed25519PrivateKey, key_id: str) -> None:
        self._key = key
        self._key_id = key_id
        self._journal = Journal(directory / "heads.jsonl")
        self.public_key: bytes | None = None
        self.heads: dict[tuple[int, int], Witnessed] = {}
        for record in self._journal:
            self.public_key = raw(record["public_key"])
            self._remember(Witnessed.of(record))

    @property
    def latest(self) -> Witnessed | None:
        """The head of the greatest epoch and, in it, the greatest size."""
        return self.heads[max(self.heads)] if self.heads else None

    def witness(
        self, head: Head, *, public_key: bytes, proof: list[bytes] | None, from_size: int | None
    ) -> tuple[Witnessed, bool]:
        """Countersign ``head``; the second value tells whether it is new.

        Refuses a head of another key, a second root for one size, a step back, a closed epoch, and a
        proof that does not hold.
        """
        verify_head(head, public_key)
        if self.public_key not in (None, public_key):
            raise Problem(409, "key_conflict", "This key id belongs to another public key.")
        if known := self.heads.get(head.place):
            if known.head.root != head.root:
                raise self._conflict("fork", "Another root was witnessed for this epoch and size.", known)
            return known, False
        self._refuse_step_back(head)
        witnessed = self._countersign(head, proven=self._is_proven(head, proof, from_size))
        self._journal.append(witnessed.record() | {"public_key": base64_text(public_key)})
        self.public_key = public_key
        self._remember(witnessed)
        return witnessed, True

    def _remember(self, witnessed: Witnessed) -> None:
        self.heads[witnessed.head.place] = witnessed

    def _refuse_step_back(self, head: Head) -> None:
        latest = self.latest
        if latest is None:
            return
        if head.epoch < latest.head.epoch:
            raise self._conflict("epoch_closed", "A later epoch was opened.", latest)
        if head.epoch == latest.head.epoch and head.size < latest.head.size:
            raise self._conflict("behind", "A greater size was witnessed in this epoch.", latest)

    def _is_proven(self, head: Head, proof: list[bytes] | None, from_size: int | None) -> bool:
        if proof is None or from_size is None:
            return False
        start = self.heads.get((head.epoch, from_size))
        if start is None:
            raise Problem(422, "unknown_start", "No head of that size was witnessed in this epoch.")
        holds = is_consistent(
            size=from_size,
            root=bytes.fromhex(start.head.root),
            later_size=head.size,
            later_root=bytes.fromhex(head.root),
            proof=proof,
        )
        if not holds:
            raise self._conflict("inconsistent", "The proof does not lead from that head to this one.", start)
        return True

    def _countersign(self, head: Head, *, proven: bool) -> Witnessed:
        seen_at = written(now())
        statement = canonical(
            {
                "epoch": head.epoch,
                "key": head.key,
                "root": head.root,
                "seen_at": seen_at,
                "size": head.size,
                "witness": self._key_id,
            }
        )
        signature = base64_text(self._key.sign(COUNTERSIGNED_AS + statement.encode()))
        return Witnessed(
            head=head, statement=statement, countersignature=signature, seen_at=seen_at, proven=proven
        )

    def _conflict(self, code: str, detail: str, known: Witnessed) -> Problem:
        return Problem(409, code, detail, witnessed=known.record())
