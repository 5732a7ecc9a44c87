"""Handing a file in for a draft: looked at, kept, and put into its material's slot, all or nothing."""

import datetime as dt
from typing import BinaryIO

from django.db import transaction

from leyiban.cases.authority import check_may_fill
from leyiban.cases.errors import DraftGone
from leyiban.cases.models import Draft, DraftPaper
from leyiban.cases.operations.drafts import attach_paper, file_rule
from leyiban.catalogue.rulefile.materials import FileKind, FileRule
from leyiban.kernel.actors import Actor, ActorKind
from leyiban.kernel.papers import operations as papers
from leyiban.kernel.papers.limits import Limits
from leyiban.kernel.papers.media import Media
from leyiban.kernel.papers.models import Trust

_MEDIA = {
    FileKind.PDF: Media.PDF,
    FileKind.JPEG: Media.JPEG,
    FileKind.PNG: Media.PNG,
    FileKind.OFD: Media.OFD,
}


def hand_in_paper(
    *,
    key: str,
    slot: str,
    stream: BinaryIO,
    name: str,
    compared: bool = True,
    actor: Actor,
    now: dt.datetime,
) -> DraftPaper:
    """Put a new file into a material's slot. A clerk has the original before him; anyone else copies it.

    Args:
        name: what the giver's file is called.
        compared: whether the clerk held it against the original; nobody else's word counts.

    Raises:
        DraftGone. NotFound: the item has no such material. TooManyFiles: the slot is full.
        Refusal: one of :mod:`leyiban.kernel.papers.errors`; nothing is kept then.
    """
    with transaction.atomic():
        rule = file_rule(_draft(key, actor).item_version.rulefile, slot)
        paper = papers.store(stream=stream, name=name, limits=_limits(rule), actor=actor, now=now)
        trust = Trust.B if compared and actor.kind is ActorKind.STAFF else Trust.C
        return attach_paper(
            key=key, slot=slot, paper=paper, trust=trust.value, name=name, actor=actor, now=now
        )


def _draft(key: str, actor: Actor) -> Draft:
    draft = Draft.objects.select_related("item_version").filter(key=key).first()
    if draft is None:
        raise DraftGone
    check_may_fill(draft, actor)
    return draft


def _limits(rule: FileRule) -> Limits:
    return Limits(kinds=frozenset(_MEDIA[kind] for kind in rule.kinds), max_bytes=rule.max_bytes)
