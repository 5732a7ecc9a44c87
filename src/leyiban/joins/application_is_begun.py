"""A renewal or a change begins with the licences that its applicant holds lying in their slots already."""

import datetime as dt
from typing import Any

from django.db import transaction

from leyiban.cases.models import Draft
from leyiban.cases.operations import start_draft
from leyiban.cases.queries import draft_for
from leyiban.joins.held_licence_fills_slot import held_licences, use_licence
from leyiban.kernel.actors import Actor


def begin_application(*, actor: Actor, now: dt.datetime, **about: Any) -> tuple[Draft, bool]:
    """:func:`~leyiban.cases.operations.start_draft`, with what the city holds put in.

    Raises:
        What that raises.
    """
    with transaction.atomic():
        draft, is_new = start_draft(actor=actor, now=now, **about)
        if is_new and draft.earlier_licence:
            _fill_slots(draft, actor, now)
            draft.refresh_from_db(fields=["version", "saved_at"])
        return draft, is_new


def _fill_slots(draft: Draft, actor: Actor, now: dt.datetime) -> None:
    materials = [needed.material for needed in draft_for(actor, draft.key, now=now).materials]
    for slot, licences in held_licences(actor, draft, materials, now=now).items():
        sealed = [each for each in licences if each.document is not None and each.document.paper is not None]
        if sealed:
            use_licence(key=draft.key, slot=slot, identifier=sealed[0].identifier, actor=actor, now=now)
