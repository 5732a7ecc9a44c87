"""Before a licence is revoked its holder is told what is intended and heard on it (R12)."""

import datetime as dt

from django.db import transaction

from leyiban.credentials.errors import (
    ChangeNeedsReasons,
    ChangeNotAllowed,
    ChangeNotPossible,
    FraudNotAnnounced,
    HolderNotHeard,
    LicenceNotFound,
    RevocationAnnouncedBefore,
    RevocationNotAnnounced,
)
from leyiban.credentials.kinds import HolderHeard, RevocationAnnounced, RevocationDropped
from leyiban.credentials.models import Licence, RevocationIntent
from leyiban.credentials.recording import record
from leyiban.credentials.states import CHANGES, Change
from leyiban.kernel.actors import Actor, Role
from leyiban.kernel.crypto import commit
from leyiban.kernel.moments import city_date

__all__ = [
    "announce_revocation",
    "check_heard",
    "decides_on",
    "drop_revocation",
    "record_heard",
    "standing_intent",
]


def decides_on(actor: Actor, licence: Licence) -> bool:
    """Holds a decider's post of the agency that issued it."""
    return any(post.role is Role.DECIDER and post.agency_id == licence.issuer_id for post in actor.posts)


def standing_intent(licence: Licence) -> RevocationIntent | None:
    """What the office means to do, whether or not the holder was heard."""
    return licence.intents.filter(dropped_at__isnull=True).first()


def announce_revocation(
    *, identifier: str, reasons: str, fraud: bool, actor: Actor, now: dt.datetime
) -> RevocationIntent:
    """Say that this licence is to be revoked, and on what facts; its holder is then told of his right to be heard.

    Raises:
        LicenceNotFound, ChangeNotAllowed, ChangeNotPossible, ChangeNeedsReasons, RevocationAnnouncedBefore.
    """
    with transaction.atomic():
        licence = _locked(identifier)
        if not decides_on(actor, licence):
            raise ChangeNotAllowed
        status = licence.status_on(city_date(now))
        if status not in CHANGES[Change.REVOKE][0]:
            raise ChangeNotPossible(status=status.label, change=Change.REVOKE.label)
        if not reasons.strip():
            raise ChangeNeedsReasons
        if standing_intent(licence) is not None:
            raise RevocationAnnouncedBefore
        commitment = commit(reasons.encode())
        intent = RevocationIntent.objects.create(
            licence=licence,
            fraud=fraud,
            reasons=reasons,
            salt=commitment.salt,
            announced_by=actor.pseudonym,
            announced_at=now,
        )
        facts = RevocationAnnounced(reasons=commitment.digest.hex(), fraud=int(fraud))
        record(licence, facts, actor, now)
        return intent


def record_heard(*, identifier: str, hearing: str, actor: Actor, now: dt.datetime) -> None:
    """The holder was heard, or let his time pass. Nothing is done where that is on record."""
    with transaction.atomic():
        licence = _locked(identifier)
        intent = standing_intent(licence)
        if intent is None or intent.heard_at is not None:
            return
        intent.hearing, intent.heard_at = hearing, now
        intent.save(update_fields=["hearing", "heard_at"])
        record(licence, HolderHeard(hearing=hearing), actor, now)


def drop_revocation(*, identifier: str, hearing: str, actor: Actor, now: dt.datetime) -> None:
    """The office does not mean to revoke it any more. Nothing is done where that is on record."""
    with transaction.atomic():
        licence = _locked(identifier)
        intent = standing_intent(licence)
        if intent is None:
            return
        intent.hearing, intent.dropped_at = hearing, now
        intent.save(update_fields=["hearing", "dropped_at"])
        record(licence, RevocationDropped(hearing=hearing), actor, now)


def check_heard(licence: Licence, *, fraud: bool) -> None:
    """Whether the licence may be revoked now.

    Raises:
        RevocationNotAnnounced, HolderNotHeard, FraudNotAnnounced.
    """
    intent = standing_intent(licence)
    if intent is None:
        raise RevocationNotAnnounced
    if intent.heard_at is None:
        raise HolderNotHeard
    if fraud and not intent.fraud:
        raise FraudNotAnnounced


def _locked(identifier: str) -> Licence:
    licence = Licence.objects.select_for_update().filter(identifier=identifier).first()
    if licence is None:
        raise LicenceNotFound
    return licence
