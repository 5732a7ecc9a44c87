"""What the province says is verified before it is followed: signature, case, package, sequence.

An answer that comes twice changes nothing; one that comes too early waits for the one before; one about another case,
or against what was said before, is refused, shown, and complained of, and the province says it again.
"""

import datetime as dt
import json

from django.db import transaction
from pydantic import ValidationError

from leyiban.kernel.actors import Actor, system_actor
from leyiban.kernel.ledger.models import Entry
from leyiban.kernel.ledger.operations import Subject, append
from leyiban.kernel.outbound.operations import send_later
from leyiban.province.kinds import Answered, AnswerRefused, KeyTrusted
from leyiban.province.line import COMPLAIN, Answers, Complaint, Said, SignedAnswer
from leyiban.province.models import Handover, Heard, Line
from leyiban.province.operations.polling import ask_next, locked_line
from leyiban.province.operations.trail import enter
from leyiban.province.signing import digest_of, is_signed, name_of
from leyiban.province.states import UNSETTLED, AnswerState, Doubt, HandoverState

_STATES = {"receipt": HandoverState.AT_PROVINCE, "correction": HandoverState.WITH_US}
_ABOUT_ITS_PLACE = frozenset({"position"})


def take_answers(answers: Answers, *, now: dt.datetime) -> None:
    """Take what stood in the mailbox, in whatever order it came, and ask for what comes next."""
    with transaction.atomic():
        line = locked_line()
        if not line.key:
            _trust(line, answers.key, system_actor(), now=now)
        line.heard_at = now
        before = line.cursor
        for answer in answers.answers:
            _take(line, answer, now=now)
        line.cursor = _nothing_missing_before(line.cursor)
        ask_next(line, now=now, at_once=line.cursor > before)


def trust_key(*, key: str, actor: Actor, now: dt.datetime) -> str:
    """Believe another key of the province from now on: an operator's decision, after a call. Its short name.

    Raises:
        ValueError: it is no Ed25519 public key in base64.
    """
    if not name_of(key):
        raise ValueError("not an Ed25519 public key in base64")
    with transaction.atomic():
        line = locked_line()
        if line.key != key:
            _trust(line, key, actor, now=now)
            line.save()
    return name_of(key)


def _trust(line: Line, key: str, actor: Actor, *, now: dt.datetime) -> None:
    if not name_of(key):
        return
    line.key, line.key_since = key, now
    seq = Entry.objects.filter(subject_kind="province", subject_key=line.name).count() + 1
    append(
        facts=KeyTrusted(key=name_of(key)),
        subject=Subject("province", line.name, seq),
        actor=actor,
        happened_at=now,
        entered_at=now,
    )


def _take(line: Line, answer: SignedAnswer, *, now: dt.datetime) -> None:
    digest = digest_of(f"{answer.signature}\n{answer.body}")
    believed = is_signed(answer.body, answer.signature, key=line.key)
    heard = Heard.objects.filter(digest=digest).first()
    if heard is not None:
        heard.times += 1
        heard.save(update_fields=["times"])
        if heard.doubt != Doubt.SIGNATURE or not believed:
            return
        heard.doubt = ""  # an operator trusts this key by now
    else:
        heard = Heard(position=0, digest=digest, body=answer.body, state=AnswerState.REFUSED, came_at=now)
    if not believed:
        # Not the province's word, so its place is not taken as read either: it is asked for again.
        _refuse(heard, Doubt.SIGNATURE, now=now)
        return
    try:
        said = Said.model_validate_json(answer.body)
    except ValidationError:
        heard.position = _place_of(answer.body)
        _refuse(heard, Doubt.UNREADABLE, now=now)
        return
    heard.position, heard.about, heard.kind = said.position, said.number, said.kind
    heard.said_at, heard.decision = said.said_at, said.decision
    handover = Handover.objects.select_for_update().filter(number=said.number, round=said.round).first()
    doubt = _doubt(handover, said)
    if doubt is not None or handover is None:
        _refuse(heard, doubt or Doubt.UNKNOWN_CASE, now=now, handover=handover)
        return
    _place(heard, handover, said, now=now)


def _place(heard: Heard, handover: Handover, said: Said, *, now: dt.datetime) -> None:
    """Follow it, keep it for later, or find that it is known."""
    standing = handover.answers.filter(
        sequence=said.sequence, state__in=[AnswerState.FOLLOWED, AnswerState.WAITING]
    ).first()
    if standing is not None:
        if not _says_the_same(standing.body.reveal(), heard.body.reveal()):
            _refuse(heard, Doubt.CONTRADICTS, now=now, handover=handover)
            return
        heard.handover, heard.sequence, heard.state = handover, said.sequence, AnswerState.DOUBLED
        heard.save()
        return
    heard.handover, heard.sequence, heard.state = handover, said.sequence, AnswerState.WAITING
    heard.save()
    while (
        turn := handover.answers.filter(sequence=handover.heard + 1, state=AnswerState.WAITING).first()
    ) is not None:
        _follow(handover, turn, now=now)


def _follow(handover: Handover, heard: Heard, *, now: dt.datetime) -> None:
    said = Said.model_validate_json(heard.body.reveal())
    heard.state = AnswerState.FOLLOWED
    heard.save(update_fields=["state"])
    handover.heard, handover.registry = said.sequence, said.registry
    if said.kind == "licence":
        handover.licence = said.licence
    elif handover.state in UNSETTLED:
        handover.state = _STATES.get(said.kind, HandoverState.DECIDED)
        handover.settled_at = now if said.kind == "decision" else None
    facts = Answered(
        what=said.kind, sequence=said.sequence, decision=said.decision, answer=digest_of(heard.body.reveal())
    )
    enter(handover, facts, now=now)


def _doubt(handover: Handover | None, said: Said) -> Doubt | None:
    """Whether it is about a case that we handed up, and about that very package."""
    if handover is None:
        return Doubt.UNKNOWN_CASE
    other_number = bool(handover.registry) and said.registry != handover.registry
    if said.package != handover.package or other_number:
        return Doubt.OTHER_CASE
    if said.kind == "decision" and not said.decision:
        return Doubt.UNREADABLE
    return None


def _refuse(heard: Heard, doubt: Doubt, *, now: dt.datetime, handover: Handover | None = None) -> None:
    heard.doubt = doubt
    heard.save()
    if handover is not None:
        enter(handover, AnswerRefused(doubt=doubt, answer=heard.digest), now=now)
    if heard.position:
        send_later(
            call=COMPLAIN,
            payload=Complaint(position=heard.position, reason=doubt.value),
            key=f"complaint:{heard.digest}",
            now=now,
        )


def _says_the_same(one: str, other: str) -> bool:
    """The same answer said again stands at another place of the mailbox, and is the same in all else."""
    first, second = json.loads(one), json.loads(other)
    keys = (first.keys() | second.keys()) - _ABOUT_ITS_PLACE
    return all(first.get(key) == second.get(key) for key in keys)


def _place_of(body: str) -> int:
    """The place an unreadable answer says it stands at; 0 where it says none."""
    try:
        place = json.loads(body)["position"]
    except (ValueError, KeyError, TypeError):
        return 0
    return place if isinstance(place, int) and place > 0 else 0


def _nothing_missing_before(cursor: int) -> int:
    """The last place up to which every answer has come."""
    later = Heard.objects.filter(position__gt=cursor).order_by("position")
    for position in later.values_list("position", flat=True).distinct():
        if position != cursor + 1:
            break
        cursor = position
    return cursor
