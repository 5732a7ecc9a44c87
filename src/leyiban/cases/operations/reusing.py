"""A paper that was given before fills a slot again: nobody brings twice what he brought once (F1.4)."""

import datetime as dt

from django.db import transaction

from leyiban.cases.errors import TooManyFiles
from leyiban.cases.models import CasePaper, Draft, DraftPaper
from leyiban.cases.operations.drafts import file_rule, lock_draft, mark_saved
from leyiban.cases.queries.earlier import reusable_papers
from leyiban.kernel.actors import Actor
from leyiban.kernel.errors import NotFound


def reuse_paper(*, key: str, slot: str, link_id: int, actor: Actor, now: dt.datetime) -> DraftPaper:
    """Put a paper of an earlier case into a draft's slot. It stays what it was: who gave it, when, by which
    way, and how far it may be relied on. Twice is once.

    Args:
        link_id: of one of the draft's :func:`~leyiban.cases.queries.reusable_papers`.

    Raises:
        DraftGone. NotFound: no such material, or the paper is not on offer for it. TooManyFiles.
    """
    with transaction.atomic():
        draft = lock_draft(key=key, actor=actor)
        rules = draft.item_version.rulefile
        material = rules.material(slot)
        if material is None:
            raise NotFound
        there = _already_there(draft, slot, link_id)
        if there is not None:
            return there
        offered = reusable_papers(actor, draft, (material,), now=now).get(slot, ())
        source = next((paper.link for paper in offered if paper.link.pk == link_id), None)
        if source is None:
            raise NotFound
        most = file_rule(rules, slot).max_files
        if draft.papers.filter(slot=slot).count() >= most:
            raise TooManyFiles(most=most)
        link = DraftPaper.objects.create(draft=draft, slot=slot, **source.as_given())
        mark_saved(draft, now)
        return link


def _already_there(draft: Draft, slot: str, link_id: int) -> DraftPaper | None:
    same = CasePaper.objects.filter(pk=link_id).values("paper_id")
    return draft.papers.filter(slot=slot, paper_id__in=same).first()
