"""What the ledger records of messages: no phone, no words, only a commitment to the words."""

from dataclasses import dataclass

from leyiban.kernel.ledger.kinds import Visibility, entry_kind


@entry_kind("message.sent", version=1, visibility=Visibility.PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSent:
    """The carrier took it. ``text`` commits to the exact words, under a salt that is erased with them."""

    template: str
    matter_kind: str
    matter: str
    channel: str
    text: str


@entry_kind("message.failed", version=1, visibility=Visibility.PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class MessageFailed:
    """It did not reach the phone; ``reason`` is a code."""

    template: str
    matter_kind: str
    matter: str
    channel: str
    reason: str


@entry_kind("message.resent", version=1, visibility=Visibility.PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class MessageResent:
    """Somebody had it sent once more; ``round`` counts from 1."""

    template: str
    matter_kind: str
    matter: str
    round: int
