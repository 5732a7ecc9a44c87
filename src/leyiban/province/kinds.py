"""What the line writes on the ledger: every hop up and every answer that came back, with digests and no words."""

from dataclasses import dataclass

from leyiban.kernel.ledger.kinds import Visibility, entry_kind


@entry_kind("handover.handed_up", version=1, visibility=Visibility.OFFICE)
@dataclass(frozen=True, slots=True, kw_only=True)
class HandedUp:
    """A case went up, signed: ``package`` is the digest of what was signed, ``papers`` how many were counted in."""

    case: str
    item: str
    office: str
    package: str
    papers: int


@entry_kind("handover.said", version=1, visibility=Visibility.OFFICE)
@dataclass(frozen=True, slots=True, kw_only=True)
class SaidUp:
    """A supplement or a withdrawal followed; ``message`` is its digest."""

    what: str
    message: str


@entry_kind("handover.answered", version=1, visibility=Visibility.OFFICE)
@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A verified answer of the province was followed: ``what`` is receipt, correction, decision or licence."""

    what: str
    sequence: int
    decision: str
    answer: str


@entry_kind("handover.answer_refused", version=1, visibility=Visibility.OFFICE)
@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRefused:
    """An answer was not believed, and why."""

    doubt: str
    answer: str


@entry_kind("province.key_trusted", version=1, visibility=Visibility.OFFICE)
@dataclass(frozen=True, slots=True, kw_only=True)
class KeyTrusted:
    """From now on this key (its short name) is the province's."""

    key: str


@entry_kind("province.day_reconciled", version=1, visibility=Visibility.OFFICE)
@dataclass(frozen=True, slots=True, kw_only=True)
class DayReconciled:
    """Records of a day, sent and received, by number and digest."""

    day: str
    ours: int
    theirs: int
    our_digest: str
    their_digest: str
    discrepancies: int
