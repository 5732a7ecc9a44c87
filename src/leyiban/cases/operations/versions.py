"""A draft follows its item: what was begun under an older version goes on under the one in use."""

import datetime as dt

from django.db import transaction

from leyiban.cases.answers import read_answers, seal_answers
from leyiban.cases.errors import ItemNotOpen
from leyiban.cases.models import Draft
from leyiban.cases.operations.drafts import lock_draft, mark_saved
from leyiban.cases.slots import SIGNATURE
from leyiban.catalogue.models import ItemVersion
from leyiban.catalogue.rulefile.answers import validate_answers
from leyiban.kernel.actors import Actor
from leyiban.kernel.moments import city_date


def version_in_use(draft: Draft, today: dt.date) -> ItemVersion:
    """The version that takes applications today; it may be newer than the one the draft was begun under.

    Raises:
        ItemNotOpen.
    """
    if draft.item_version.is_in_use(today):
        return draft.item_version
    versions = ItemVersion.objects.filter(item=draft.item).in_use(today).select_related("item")
    version = versions.defer(*ItemVersion.BULKY).first()
    if version is None:
        raise ItemNotOpen.of(draft.item_version.rulefile)
    return version


def bring_up_to_date(*, key: str, actor: Actor, now: dt.datetime) -> bool:
    """Put a draft under the version in use today, keeping every answer and paper that still has a place.

    A correction stays under the rules that its case was filed under.

    Returns:
        Whether anything changed, so that its owner should look once more.

    Raises:
        DraftGone. ItemNotOpen: the item takes no applications any more.
    """
    with transaction.atomic():
        draft = lock_draft(key=key, actor=actor)
        if draft.case_id is not None:
            return False
        version = version_in_use(draft, city_date(now))
        if version.pk == draft.item_version_id:
            return False
        _move(draft, version, now)
        return True


def _move(draft: Draft, version: ItemVersion, now: dt.datetime) -> None:
    rules = version.rulefile
    asked = {question.key for question in rules.questions()}
    answers = {key: value for key, value in read_answers(draft.answers).items() if key in asked}
    checked = validate_answers(rules, answers, stage="draft", today=city_date(now))
    draft.item_version = version
    draft.answers = seal_answers(checked.clean).text
    draft.typed_by = {key: stamp for key, stamp in draft.typed_by.items() if key in checked.clean}
    if draft.delivery_way not in {delivery.way.value for delivery in rules.delivery}:
        draft.delivery_way = ""
    kept = {material.key for material in rules.materials} | {SIGNATURE}
    draft.papers.exclude(slot__in=kept).delete()
    mark_saved(draft, now)
