"""Slips and instructions: issued, received, answered with proof, accepted or returned, withdrawn."""

import datetime as dt

from django.db import transaction

from leyiban.kernel.actors import Actor, PostHeld, Role
from leyiban.kernel.flows.engine import Moved, Taken, begin, take
from leyiban.kernel.ledger.queries import trail
from leyiban.kernel.moments import city_date
from leyiban.people.models import Agency, Post
from leyiban.people.queries import agencies_above, posts_for
from leyiban.people.rules.divisions import covers
from leyiban.supervision import errors
from leyiban.supervision.flow import SLIP_FLOW
from leyiban.supervision.kinds import SlipIssued
from leyiban.supervision.models import Card, Slip, SlipRemark
from leyiban.supervision.operations.cards import About
from leyiban.supervision.operations.saying import said
from leyiban.supervision.rights import ISSUER, OVERSEEING, is_of_office
from leyiban.supervision.rules import Said
from leyiban.supervision.slip_rules import MOST_DAYS, Answered, Returned
from leyiban.supervision.states import SlipKind, SlipState
from leyiban.supervision.terms import slip_lights


def issue_slip(
    *,
    about: About,
    slip_kind: SlipKind,
    words: str,
    days: int,
    card: Card | None,
    actor: Actor,
    now: dt.datetime,
) -> Moved[Slip]:
    """Ask the office something about a matter, to be answered within ``days`` working days.

    Raises:
        SupervisedNotFound: the actor oversees neither office nor area. InstructionByLeader, WordsNeeded,
        SlipDaysWrong; RuleUnknown.
    """
    above = [agency.pk for agency in agencies_above(about.agency)]
    posts = [
        post
        for post in actor.posts
        if post.role in OVERSEEING and post.agency_id in above and covers(post.region, about.region)
    ]
    if not posts:
        raise errors.SupervisedNotFound
    issuing = _issuing_post(posts, slip_kind)
    asked = said(words)
    _check_days(days)
    with transaction.atomic():
        slip = Slip(
            number=_next_number(about),
            region=about.region,
            title=about.title,
            party_label="",
            state=SlipState.ISSUING,
            since=now,
            about_kind=about.kind,
            about_number=about.number,
            item=about.item,
            agency=about.agency,
            overseers=above,
            limits=slip_lights(on=city_date(now), region=about.region),
            opened_at=now,
            slip_kind=slip_kind,
            card=card,
            answering_post=_answering_post(about),
            issuing_post_id=issuing.post_id,
            issued_by_id=actor.account,
            after_seq=max((entry.seq for entry in trail(about.kind, about.number)), default=0),
        )
        facts = SlipIssued(
            slip=slip_kind.value,
            about=f"{about.kind}/{about.number}",
            agency=about.agency.uscc,
            asked=asked.commitment,
            days=days,
            card=None if card is None else card.number,
        )
        moved = begin(SLIP_FLOW, slip, "issue", facts, actor=actor, now=now)
        _write(moved.matter, "issue", asked, actor, now)
        return moved


def receive_slip(*, number: str, version: int | None, actor: Actor, now: dt.datetime) -> Moved[Slip]:
    """The office has it in hand.

    Raises:
        SlipNotFound, WrongState, MoveNotAllowed, Stale.
    """
    with transaction.atomic():
        taken = _taken(number, version, actor, now)
        post = next((held for held in actor.posts if held.post_id == taken.matter.answering_post_id), None)
        code = Post.objects.values_list("code", flat=True).get(pk=post.post_id) if post else ""
        return taken.make("receive", code, actor=actor, now=now)


def answer_slip(
    *, number: str, words: str, proof: int | None, version: int | None, actor: Actor, now: dt.datetime
) -> Moved[Slip]:
    """Say what was done.

    Args:
        proof: seq of the matter's own entry that shows it, made after the slip; None: the words are the proof.

    Raises:
        SlipNotFound, WordsNeeded, ProofUnknown, WrongState, MoveNotAllowed, Stale.
    """
    text = said(words)
    with transaction.atomic():
        taken = _taken(number, version, actor, now)
        shown = "" if proof is None else _proof(taken.matter, proof)
        moved = taken.make("answer", Answered(said=text, proof=shown), actor=actor, now=now)
        _write(moved.matter, "answer", text, actor, now, proof=shown)
        return moved


def accept_slip(*, number: str, version: int | None, actor: Actor, now: dt.datetime) -> Moved[Slip]:
    """Whoever asked is satisfied.

    Raises:
        SlipNotFound, WrongState, MoveNotAllowed, Stale. OwnAnswer: he gave it himself.
    """
    with transaction.atomic():
        taken = _taken(number, version, actor, now)
        answer = taken.matter.remarks.filter(move="answer").order_by("pk").last()
        if answer is not None and answer.by_id == actor.account_id:
            raise errors.OwnAnswer
        return taken.make("accept", actor=actor, now=now)


def return_slip(
    *, number: str, words: str, days: int, version: int | None, actor: Actor, now: dt.datetime
) -> Moved[Slip]:
    """The answer is not enough: say why, and by when again.

    Raises:
        SlipNotFound, WordsNeeded, SlipDaysWrong, WrongState, MoveNotAllowed, Stale.
    """
    text = said(words)
    _check_days(days)
    with transaction.atomic():
        taken = _taken(number, version, actor, now)
        moved = taken.make("return", Returned(said=text, days=days), actor=actor, now=now)
        _write(moved.matter, "return", text, actor, now)
        return moved


def withdraw_slip(
    *, number: str, words: str, version: int | None, actor: Actor, now: dt.datetime
) -> Moved[Slip]:
    """It was wrong, or is not needed any more.

    Raises:
        SlipNotFound, WordsNeeded, WrongState, MoveNotAllowed, Stale.
    """
    text = said(words)
    with transaction.atomic():
        moved = _taken(number, version, actor, now).make("withdraw", text, actor=actor, now=now)
        _write(moved.matter, "withdraw", text, actor, now)
        return moved


def _taken(number: str, version: int | None, actor: Actor, now: dt.datetime) -> Taken[Slip]:
    """Locked, for whoever may know of it."""
    slip = Slip.objects.filter(number=number).first()
    if slip is None or not (ISSUER.allows(actor, slip) or is_of_office(actor, slip)):
        raise errors.SlipNotFound
    return take(SLIP_FLOW, slip.pk, now=now, version=version)


def _issuing_post(posts: list[PostHeld], slip_kind: SlipKind) -> PostHeld:
    """An instruction is a leader's; a slip goes out under the first post that may send it."""
    if slip_kind is SlipKind.SLIP:
        return posts[0]
    leading = next((post for post in posts if post.role is Role.LEADER), None)
    if leading is None:
        raise errors.InstructionByLeader
    return leading


def _answering_post(about: About) -> Post:
    """Whose turn the matter is, if it is the office's; else whoever leads there, or decides."""
    turn = Post.objects.filter(pk=about.post_id or 0, agency=about.agency).first()
    if turn is not None:
        return turn
    for role in (Role.LEADER, Role.DECIDER):
        for post in posts_for(about.agency, role, region=about.region):
            return post
    raise errors.SupervisedNotFound


def _next_number(about: About) -> str:
    """Readable and unique: two slips about one matter wait for each other."""
    Agency.objects.select_for_update(of=("self",), no_key=True).get(pk=about.agency.pk)
    count = Slip.objects.filter(about_number=about.number).count()
    return f"{about.number}-D{count + 1}"


def _check_days(days: int) -> None:
    if not 1 <= days <= MOST_DAYS:
        raise errors.SlipDaysWrong


def _proof(slip: Slip, seq: int) -> str:
    for entry in trail(slip.about_kind, slip.about_number):
        if entry.seq == seq and entry.seq > slip.after_seq:
            return f"{entry.kind}#{entry.seq}"
    raise errors.ProofUnknown


def _write(slip: Slip, move: str, text: Said, actor: Actor, now: dt.datetime, *, proof: str = "") -> None:
    SlipRemark.objects.create(
        slip=slip, move=move, words=text.words, salt=text.salt, proof=proof, by_id=actor.account, at=now
    )
