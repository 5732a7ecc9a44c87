"""What the carrier knows: messages, their fate, and which phones are out of reach."""

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass
from pathlib import Path

from sandbox.answers import Problem
from sandbox.clock import now, read, written
from sandbox.journal import Journal, Record

MAX_UNITS = 500  # UTF-16 units, the carrier's limit; longer than 70 is sent in parts of 67
UNITS_OF_ONE = 70
UNITS_OF_PART = 67


@dataclass(frozen=True, slots=True, kw_only=True)
class TextMessage:
    """``fate`` is what the message becomes at ``settled_at``; None never settles (lost on the way)."""

    message_id: str
    key: str
    digest: str
    to: str
    text: str
    accepted_at: dt.datetime
    settled_at: dt.datetime | None
    fate: str
    reason: str
    copies: int = 1

    def state(self, at: dt.datetime) -> str:
        return self.fate if self.settled_at and self.settled_at <= at else "accepted"

    def receipt(self, at: dt.datetime) -> Record:
        """What the carrier tells about the message: never the number, never the text."""
        settled = self.state(at) != "accepted"
        return {
            "message_id": self.message_id,
            "state": self.state(at),
            "reason": self.reason if settled and self.reason else None,
            "accepted_at": written(self.accepted_at),
            "settled_at": written(self.settled_at) if settled and self.settled_at else None,
        }


def segments(text: str) -> int:
    units = len(text.encode("utf-16-le")) // 2
    return 1 if units <= UNITS_OF_ONE else -(-units // UNITS_OF_PART)


class Carrier:
    """All messages, in memory and on disk. ``accept`` is idempotent by key."""

    def __init__(self, directory: Path, delivery: dt.timedelta) -> None:
        self.delivery = delivery
        self.journal = Journal(directory / "messages.jsonl")
        self.messages: dict[str, TextMessage] = {}
        self.by_key: dict[str, str] = {}
        self.unreachable: dict[str, str] = {}  # phone → reason
        for record in self.journal:
            self._remember(_from_record(record))

    def accept(
        self, *, key: str, to: str, text: str, fault: str | None, copies: int
    ) -> tuple[TextMessage, bool]:
        """The message and whether it is new. The same key with another content is a conflict."""
        digest = hashlib.sha256(f"{to}\n{text}".encode()).hexdigest()
        if known := self.by_key.get(key):
            message = self.messages[known]
            if message.digest != digest:
                raise Problem(409, "idempotency_conflict", "This key was used for another message.")
            return message, False
        moment = now()
        fate, reason = self._fate(to, fault)
        message = TextMessage(
            message_id=secrets.token_hex(10),
            key=key,
            digest=digest,
            to=to,
            text=text,
            accepted_at=moment,
            settled_at=None if fault == "lost" else moment + self.delivery,
            fate=fate,
            reason=reason,
            copies=copies,
        )
        self.journal.append(_to_record(message))
        self._remember(message)
        return message, True

    def inbox(self, phone: str, at: dt.datetime) -> list[TextMessage]:
        """What lies on the phone, newest first; a message delivered twice lies there twice."""
        arrived = [m for m in self.messages.values() if m.to == phone and m.state(at) == "delivered"]
        return [message for message in reversed(arrived) for _ in range(message.copies)]

    def phones(self) -> list[str]:
        """Every phone that was written to, the last one first."""
        return list(dict.fromkeys(message.to for message in reversed(self.messages.values())))

    def _fate(self, to: str, fault: str | None) -> tuple[str, str]:
        if to in self.unreachable:
            return "failed", self.unreachable[to]
        return ("failed", "phone_off") if fault == "undelivered" else ("delivered", "")

    def _remember(self, message: TextMessage) -> None:
        self.messages[message.message_id] = message
        self.by_key[message.key] = message.message_id


def _to_record(message: TextMessage) -> Record:
    return {
        "message_id": message.message_id,
        "key": message.key,
        "digest": message.digest,
        "to": message.to,
        "text": message.text,
        "accepted_at": written(message.accepted_at),
        "settled_at": written(message.settled_at) if message.settled_at else None,
        "fate": message.fate,
        "reason": message.reason,
        "copies": message.copies,
    }


def _from_record(record: Record) -> TextMessage:
    moments = {
        "accepted_at": read(record["accepted_at"]),
        "settled_at": read(record["settled_at"]) if record["settled_at"] else None,
    }
    return TextMessage(**{**record, **moments})
