"""A supervisor or leader asks an office something about one of its cases: the slip knows the case, the case stays as it is."""

import datetime as dt

from leyiban.cases.models import Case
from leyiban.cases.own_cases import refuse_own
from leyiban.joins.supervision_follows_cases import about_case
from leyiban.kernel.actors import Actor
from leyiban.people.queries import agencies_above
from leyiban.people.rules.divisions import covers
from leyiban.supervision.errors import SupervisedNotFound
from leyiban.supervision.models import Card, Slip
from leyiban.supervision.operations import About, issue_slip
from leyiban.supervision.queries import card_for
from leyiban.supervision.rights import OVERSEEING
from leyiban.supervision.states import SlipKind


def overseen_case(actor: Actor, number: str) -> About:
    """The case as supervision knows it, for whoever oversees its office and area.

    Raises:
        SupervisedNotFound: there is none, or it is not his to oversee.
    """
    about = about_case(number)
    if about is not None:
        above = {agency.pk for agency in agencies_above(about.agency)}
        for post in actor.posts:
            if post.role in OVERSEEING and post.agency_id in above and covers(post.region, about.region):
                return about
    raise SupervisedNotFound


def issue_on_case(
    *,
    number: str,
    slip_kind: SlipKind,
    words: str,
    days: int,
    card_number: str,
    actor: Actor,
    now: dt.datetime,
) -> Slip:
    """:func:`~leyiban.supervision.operations.issue_slip` about a case, from one of its cards where one is named.

    Raises:
        What that raises; CardNotFound: the card is of another matter, or not the actor's to see. OwnCase: nobody
        presses an office in his own matter.
    """
    about = overseen_case(actor, number)
    refuse_own(actor, Case.objects.get(number=number))
    card: Card | None = card_for(actor, card_number) if card_number else None
    if card is not None and card.about_number != number:
        raise SupervisedNotFound
    return issue_slip(
        about=about, slip_kind=slip_kind, words=words, days=days, card=card, actor=actor, now=now
    ).matter
