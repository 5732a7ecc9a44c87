"""A case goes up: signed, with counted papers, over outbound's record; and what is said to it afterwards."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from leyiban.kernel.ledger.canonical import canonical_moment
from leyiban.kernel.outbound.operations import send_later
from leyiban.province.kinds import HandedUp, SaidUp
from leyiban.province.line import SAY, SEND_PAPER, Message, PaperNamed
from leyiban.province.models import Handover, Outgoing
from leyiban.province.operations.polling import keep_asking
from leyiban.province.operations.trail import enter
from leyiban.province.signing import digest_of, text_of
from leyiban.province.states import UNSETTLED, HandoverState

_FORMAT = "leyiban-handover/1"
HANDOVER, SUPPLEMENT, WITHDRAWAL = "handover", "supplement", "withdrawal"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperListed:
    """A paper that goes along; ``digest`` is ``sha256:…`` of its bytes, ``size`` in bytes."""

    slot: str
    digest: str
    size: int
    pages: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """What the province gets of a case. ``number`` and ``round`` are the task's; ``note`` says why it comes again."""

    number: str
    round: int
    case_number: str
    item: str
    office: str
    office_name: str
    party: Mapping[str, str]
    answers: Mapping[str, Any]
    papers: Sequence[PaperListed]
    note: str = field(default="", repr=False)


def hand_up(*, package: Package, now: dt.datetime) -> Handover:
    """Sign a case and send it up with all its papers. The same round again changes nothing."""
    with transaction.atomic():
        found = Handover.objects.filter(number=package.number, round=package.round).first()
        if found is not None:
            return found
        body = text_of(
            {
                "format": _FORMAT,
                "kind": HANDOVER,
                "number": package.number,
                "round": package.round,
                "case": package.case_number,
                "item": package.item,
                "office": package.office,
                "party": dict(package.party),
                "answers": dict(package.answers),
                "note": package.note,
                "handed_up_at": canonical_moment(now),
                **_listed(package.papers),
            }
        )
        handover = Handover(
            number=package.number,
            round=package.round,
            case_number=package.case_number,
            item=package.item,
            office=package.office,
            office_name=package.office_name,
            package=digest_of(body),
            papers=len(package.papers),
            handed_up_at=now,
        )
        facts = HandedUp(
            case=package.case_number,
            item=package.item,
            office=package.office,
            package=handover.package,
            papers=handover.papers,
        )
        enter(handover, facts, now=now)
        _send(handover, HANDOVER, body, package.papers, now=now)
        keep_asking(now=now)
        return handover


def say_more(
    *,
    number: str,
    round_number: int,
    kind: str,
    occasion: str,
    text: str = "",
    papers: Sequence[PaperListed] = (),
    now: dt.datetime,
) -> None:
    """A supplement, or the withdrawal of a case that was handed up. ``occasion`` names what it follows from, so that
    it is said once; nothing is said to a case that is settled."""
    with transaction.atomic():
        handover = Handover.objects.select_for_update().filter(number=number, round=round_number).first()
        key = f"{kind}:{number}:{round_number}:{occasion}"
        if handover is None or handover.state not in UNSETTLED or _is_said(key):
            return
        body = text_of(
            {
                "format": _FORMAT,
                "kind": kind,
                "number": number,
                "round": round_number,
                "occasion": occasion,
                "text": text,
                "said_at": canonical_moment(now),
                **_listed(papers),
            }
        )
        if kind == WITHDRAWAL:
            handover.state, handover.settled_at = HandoverState.WITHDRAWN, now
        elif handover.state == HandoverState.WITH_US:
            handover.state = HandoverState.AT_PROVINCE
        enter(handover, SaidUp(what=kind, message=digest_of(body)), now=now)
        _send(handover, kind, body, papers, now=now, key=key)


def record_arrived(*, key: str, registry: str, now: dt.datetime) -> None:
    """The province's platform took a message; its own number for the case comes with it."""
    outgoing = Outgoing.objects.select_for_update().filter(key=key).first()
    if outgoing is None:
        return
    Outgoing.objects.filter(pk=outgoing.pk).update(arrived_at=now, failed="")
    if outgoing.kind == HANDOVER:
        Handover.objects.filter(pk=outgoing.handover_id, arrived_at=None).update(
            arrived_at=now, registry=registry
        )


def record_failed(*, key: str, reason: str) -> None:
    """It was given up, or the province refused it; an operator sees it and sends it again."""
    Outgoing.objects.filter(key=key).update(failed=reason)


def _is_said(key: str) -> bool:
    return Outgoing.objects.filter(key=key).exists()


def _send(
    handover: Handover,
    kind: str,
    body: str,
    papers: Sequence[PaperListed],
    *,
    now: dt.datetime,
    key: str = "",
) -> None:
    key = key or f"{kind}:{handover.number}:{handover.round}"
    Outgoing.objects.create(
        handover=handover, kind=kind, key=key, body=body, digest=digest_of(body), written_at=now
    )
    send_later(call=SAY, payload=Message(body=body), key=key, now=now)
    for digest in dict.fromkeys(paper.digest for paper in papers):
        # A paper that the province has from another case is not sent again.
        send_later(call=SEND_PAPER, payload=PaperNamed(digest=digest), key=f"paper:{digest}", now=now)


def _listed(papers: Sequence[PaperListed]) -> dict[str, object]:
    """The papers, and how many they are: whoever takes them in counts again."""
    listed = [
        {"slot": paper.slot, "digest": paper.digest, "size": paper.size, "pages": paper.pages}
        for paper in papers
    ]
    return {"papers": listed, "count": len(listed)}
