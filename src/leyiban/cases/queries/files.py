"""A case's file: what was handed in and issued, opinions, notices, trail. Every look of staff is logged."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from leyiban.cases.answers import read_answers
from leyiban.cases.authority import check_may_fill
from leyiban.cases.errors import DraftGone
from leyiban.cases.flow import CASE_FLOW
from leyiban.cases.models import Case, CasePaper, CorrectionNotice, Draft, DraftPaper, Opinion, SiteCheck
from leyiban.cases.papers_of_law import BETWEEN_OFFICES
from leyiban.cases.queries.duties import log_look
from leyiban.cases.queries.seen import case_for
from leyiban.cases.queries.site_checks import records_of
from leyiban.catalogue.rulefile import RuleFile, Value
from leyiban.kernel.actors import Actor, ActorKind
from leyiban.kernel.documents.models import Document
from leyiban.kernel.errors import NotFound
from leyiban.kernel.flows.engine import matter_clocks
from leyiban.kernel.flows.table import Move, Readings
from leyiban.kernel.ledger.queries import LedgerEntry, trail


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Everything in a case that the actor may see, and what he may do next.

    ``handed_in`` by material key, present copies only; ``issued`` in order; ``defects`` of each notice as
    {target, what, how, caused_by_supplement}.
    """

    case: Case
    rules: RuleFile
    answers: dict[str, Value]
    handed_in: dict[str, list[CasePaper]]
    issued: list[CasePaper]
    opinions: list[Opinion]
    site_checks: list[SiteCheck]
    notices: list[tuple[CorrectionNotice, list[dict[str, Any]]]]
    clocks: Readings
    moves: list[Move[Case]]
    trail: list[LedgerEntry]


def case_file(actor: Actor, number: str, *, now: dt.datetime) -> CaseFile:
    """The file of one case. A bounded number of queries, whatever the case has been through.

    Raises:
        NotFound.
    """
    case = case_for(actor, number)
    if actor.kind is ActorKind.STAFF:
        log_look(actor, case, "file", now=now)
    handed_in: dict[str, list[CasePaper]] = {}
    issued: list[CasePaper] = []
    for link in case.papers.select_related("paper", "document").order_by("pk"):
        if link.document_id is not None:
            if _may_read(actor, link):
                issued.append(link)
        elif link.withdrawn_at is None:
            handed_in.setdefault(link.slot, []).append(link)
    clocks = matter_clocks(CASE_FLOW, case)
    return CaseFile(
        case=case,
        rules=case.rules,
        answers=read_answers(case.answers),
        handed_in=handed_in,
        issued=issued,
        opinions=_opinions(case, actor),
        site_checks=_site_checks(case, actor),
        notices=[
            (notice, json.loads(notice.defects.reveal() or "[]"))
            for notice in case.corrections.select_related("told_by").order_by("number")
        ],
        clocks=clocks,
        moves=CASE_FLOW.next_moves(case, clocks, actor),
        trail=trail(Case.KIND, number),
    )


def _may_read(actor: Actor, link: CasePaper) -> bool:
    """What one office writes to another is no paper for the applicant."""
    return actor.kind is ActorKind.STAFF or link.slot not in BETWEEN_OFFICES


def _opinions(case: Case, actor: Actor) -> list[Opinion]:
    """The office's own opinions are the office's; the applicant reads the decision and its reasons."""
    if actor.kind is not ActorKind.STAFF:
        return []
    return list(case.opinions.select_related("post", "given_by").order_by("pk"))


def _site_checks(case: Case, actor: Actor) -> list[SiteCheck]:
    """Records of checks on site; none is read for a case whose plan knows no such check."""
    if actor.kind is not ActorKind.STAFF or "site_check_officers" not in case.limits:
        return []
    return records_of(case)


def documents_in_file(actor: Actor, number: str) -> QuerySet[Document]:
    """Papers of law of the case, those still being made among them; and those of its licence that lie here, too."""
    own = Q(matter_kind=Case.KIND, matter_key=number)
    hidden = () if actor.kind is ActorKind.STAFF else BETWEEN_OFFICES
    return (
        Document.objects.filter(own | Q(case_paper__case__number=number))
        .exclude(template__in=hidden)
        .select_related("paper")
        .order_by("pk")
    )


def paper_for(actor: Actor, number: str, link_id: int, *, now: dt.datetime) -> CasePaper:
    """One paper of a case, for showing or downloading.

    Raises:
        NotFound.
    """
    case = case_for(actor, number)
    link = case.papers.select_related("paper", "document").filter(pk=link_id).first()
    if link is None or not _may_read(actor, link):
        raise NotFound
    if actor.kind is ActorKind.STAFF:
        log_look(actor, case, f"paper:{link.slot}", now=now)
    return link


def draft_paper_for(actor: Actor, key: str, link_id: int) -> DraftPaper:
    """One paper of a draft.

    Raises:
        DraftGone, NotFound.
    """
    draft = Draft.objects.filter(key=key).first()
    if draft is None:
        raise DraftGone
    check_may_fill(draft, actor)
    link = draft.papers.select_related("paper").filter(pk=link_id).first()
    if link is None:
        raise NotFound
    return link
