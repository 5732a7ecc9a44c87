"""Hearings (R12) as those who are heard, the office and everybody may read them."""

import datetime as dt
from dataclasses import replace
from typing import Final

from django.db.models import QuerySet

from leyiban.cases.hearing.errors import HearingGone, WrongHearingCode
from leyiban.cases.hearing.rights import is_heard, sees
from leyiban.cases.models import Case, Hearing, HearingParticipant
from leyiban.cases.own_cases import refuse_own
from leyiban.cases.queries.duties import log_look
from leyiban.cases.rights import OFFICE_ROLES
from leyiban.cases.states import HEARING_OPEN, HeardAs, HearingState
from leyiban.catalogue.models import ItemVersion
from leyiban.kernel.actors import Actor, Channel, Role
from leyiban.kernel.crypto import same
from leyiban.kernel.documents.models import Document
from leyiban.kernel.documents.queries import documents_of
from leyiban.kernel.identifiers import normalise
from leyiban.people.models import Account, Binding
from leyiban.people.queries import guest, members_of
from leyiban.people.rules.divisions import covers, significant

HEARING_READ: Final = "hearing"
"""What a look at a hearing is called in the access log; it stands under the case of the hearing."""

LETTER: Final = "hearing_letter"
"""The one paper that is for one person alone."""

_OPEN: Final = [state.value for state in HEARING_OPEN]
_CHAIRING: Final = frozenset(Role) - {Role.ADMINISTRATOR, Role.AUDITOR}
_MOST_PUBLIC: Final = 100
_LOOK_BACK: Final = dt.timedelta(days=90)  # how long a hearing that was held stays on the public list


def hearings_of(case: Case) -> list[Hearing]:
    """Every hearing of a case that the caller was allowed to load, the newest first. One query."""
    return list(case.hearings.order_by("-pk"))


def hearings_on_licence(identifier: str) -> list[Hearing]:
    """Those in which the holder is or was heard before its revocation, the newest first. One query."""
    return list(Hearing.objects.filter(licence=identifier).order_by("-pk"))


def hearings_before(actor: Actor) -> list[Hearing]:
    """The open hearings of the offices that the actor serves, or that he chairs; whatever waits longest first."""
    agencies = {post.agency_id for post in actor.posts if post.role in OFFICE_ROLES}
    found = _whole(Hearing.objects.filter(state__in=_OPEN, agency_id__in=agencies))
    chaired = _whole(Hearing.objects.filter(state__in=_OPEN, chair_id=actor.account_id or 0))
    known = {hearing.pk: hearing for hearing in (*found, *chaired) if _in_area(actor, hearing)}
    return [known[key] for key in sorted(known)]


def hearing_for_office(actor: Actor, number: str, *, now: dt.datetime) -> Hearing:
    """A hearing of the actor's office, or one that he chairs; that he reads it is written down.

    Raises:
        HearingGone. OwnCase: the phones, views and letters of those who are against it are not for its applicant.
    """
    hearing = _whole(Hearing.objects.filter(number=number)).first()
    if hearing is None or not sees(actor, hearing) or not _in_area(actor, hearing):
        raise HearingGone
    refuse_own(actor, hearing.case)
    log_look(actor, hearing.case, HEARING_READ, now=now)
    return hearing


def my_hearings(actor: Actor) -> list[Hearing]:
    """Those of the actor's cases and of those for whom he acts in all matters, the newest first. One query."""
    found = _whole(Hearing.objects.filter(case__applicant_id__in=actor.parties_in_all_matters))
    return list(found.order_by("-pk"))


def heard_as_applicant(actor: Actor, number: str) -> HearingParticipant:
    """As whom the actor is heard in the hearing of his case.

    Raises:
        HearingGone: there is none, or it is somebody else's.
    """
    voice = _voices().filter(hearing__number=number, standing=HeardAs.APPLICANT).first()
    if voice is None or not is_heard(actor, voice.hearing):
        raise HearingGone
    return voice


def heard_by_code(number: str, code: str) -> HearingParticipant:
    """As whom somebody is heard who holds a code of this hearing. No sign-in; the caller throttles.

    Raises:
        WrongHearingCode: they do not belong together; it is not told which of the two is wrong.
    """
    typed = normalise(code).encode()
    for voice in _voices().filter(hearing__number=normalise(number), standing=HeardAs.INTERESTED):
        if voice.code is not None and same(voice.code.reveal().encode(), typed):
            return voice
    raise WrongHearingCode


def voice_of_session(key: int, number: str) -> HearingParticipant | None:
    """Whoever came by code before, in this hearing and no other."""
    found = _voices().filter(pk=key, hearing__number=number, standing=HeardAs.INTERESTED)
    return found.first()


def actor_by_code(voice: HearingParticipant, *, channel: Channel) -> Actor:
    """Who acts with the code of ``voice``: nobody who is signed in, under a pseudonym of this hearing alone."""
    return replace(guest(channel=channel), pseudonym=voice.pseudonym)


def hearing_documents(hearing: Hearing, *, voice: HearingParticipant | None) -> list[Document]:
    """The papers of a hearing, the oldest first: all of them, or those of one participant: without the letters to others."""
    found = documents_of(Hearing.KIND, hearing.number)
    return [each for each in found if voice is None or _is_for(each, voice)]


def _is_for(document: Document, voice: HearingParticipant) -> bool:
    """The occasion of a letter ends in the number of whom it is for; everything else is for all."""
    return document.template != LETTER or document.occasion.endswith(f"-{voice.number}")


def participants_of(hearing: Hearing) -> list[HearingParticipant]:
    return list(hearing.participants.select_related("party").order_by("number"))


def chairs_for(hearing: Hearing, *, now: dt.datetime) -> list[Account]:
    """Who may chair: whoever serves in the office and neither reviewed the case, nor told of the hearing, nor has the
    case in hand, nor is a party to it [law: ALL art. 48(1)(3)]."""
    case = hearing.case
    reviewed = {
        *case.opinions.values_list("given_by_id", flat=True),
        *case.site_checks.values_list("officers__account_id", flat=True),
        case.holder_id,
        hearing.told_by_id,
    }
    parties = [key for key in (case.applicant_id, case.operator_id) if key is not None]
    reviewed |= set(
        Binding.objects.current().filter(party_id__in=parties).values_list("account_id", flat=True)
    )
    serving = members_of(hearing.agency_id, roles=_CHAIRING, now=now)
    return [account for account in serving if account.pk not in reviewed]


def public_hearings(*, region: str, now: dt.datetime) -> list[Hearing]:
    """Hearings with open doors in this area: those to come, the next one first, then those that were held of late, the
    last one first, each with its item's version. Two queries."""
    area = significant(region) if region else ""
    found = Hearing.objects.filter(closed_because="", region__startswith=area)
    public = found.select_related("agency", "case__item_version").defer(*_bulky("case"))
    ahead = public.filter(state=HearingState.SCHEDULED).order_by("opens_at", "pk")[:_MOST_PUBLIC]
    held = public.filter(held_at__isnull=False, opens_at__gte=now - _LOOK_BACK)
    return [*ahead, *held.order_by("-opens_at", "-pk")[:_MOST_PUBLIC]]


def _voices() -> QuerySet[HearingParticipant]:
    found = HearingParticipant.objects.select_related(
        "hearing__case__item_version", "hearing__agency", "hearing__chair", "party"
    )
    return found.defer(*_bulky("hearing__case"))


def _bulky(case: str) -> tuple[str, ...]:
    """What a reader of the item's name leaves where it is."""
    return tuple(f"{case}__item_version__{column}" for column in ItemVersion.BULKY)


def _whole(hearings: QuerySet[Hearing]) -> QuerySet[Hearing]:
    return hearings.select_related("case", "agency", "chair")


def _in_area(actor: Actor, hearing: Hearing) -> bool:
    return any(
        post.agency_id == hearing.agency_id and covers(post.region, hearing.region) for post in actor.posts
    )
