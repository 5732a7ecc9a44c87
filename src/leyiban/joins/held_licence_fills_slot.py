"""A valid licence that the applicant holds fills the slot that asks for it (用证)."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from leyiban.cases.models import Draft, DraftPaper
from leyiban.cases.operations import attach_paper
from leyiban.cases.queries import draft_for
from leyiban.catalogue.rulefile.materials import Material
from leyiban.credentials.models import Licence
from leyiban.credentials.queries import visible_to
from leyiban.credentials.states import LicenceStatus
from leyiban.kernel.actors import Actor, ActorKind
from leyiban.kernel.errors import NotFound
from leyiban.kernel.moments import city_date
from leyiban.kernel.papers.models import Trust


def held_licences(
    actor: Actor, draft: Draft, materials: Iterable[Material], *, now: dt.datetime
) -> dict[str, list[Licence]]:
    """Per material's key the applicant's licences of the type that can stand in for it and that are valid today.
    One query.

    Whoever may fill in the draft may use them, whatever else of the applicant he may see. Staff are shown those
    that their own agency issued.
    """
    within = visible_to(actor) if actor.kind is ActorKind.STAFF else Licence.objects.all()
    slots = {each.licence_type_code: each.key for each in materials if each.licence_type_code}
    held = (
        within.select_related("document__paper", "issuer")
        .filter(holder=draft.applicant, type_code__in=list(slots))
        .order_by("-pk")
    )
    found: dict[str, list[Licence]] = {}
    for licence in held:
        if licence.status_on(city_date(now)) is LicenceStatus.VALID:
            found.setdefault(slots[licence.type_code], []).append(licence)
    return found


def use_licence(*, key: str, slot: str, identifier: str, actor: Actor, now: dt.datetime) -> DraftPaper:
    """Put the licence's own sealed file into a draft's slot. Twice is once.

    Raises:
        DraftGone. NotFound: the draft has no use for this licence, or it is not valid today.
    """
    with transaction.atomic():
        page = draft_for(actor, key, now=now)
        material = page.rules.material(slot)
        if material is None:
            raise NotFound
        held = held_licences(actor, page.draft, (material,), now=now).get(slot, ())
        licence = next((each for each in held if each.identifier == identifier), None)
        if licence is None or licence.document is None or licence.document.paper is None:
            raise NotFound
        return attach_paper(
            key=key,
            slot=slot,
            paper=licence.document.paper,
            trust=Trust.A.value,
            name=f"{licence.name}{licence.number}",
            actor=actor,
            now=now,
        )
