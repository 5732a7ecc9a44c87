"""Every licence that a case grants is published with the columns of the credit portals, in time (R18)."""

import datetime as dt
from typing import Final

from leyiban.cases.models import Case
from leyiban.cases.papers_of_law import DECISIONS
from leyiban.cases.states import DECIDED_ENTRIES, Decision
from leyiban.catalogue.rulefile import RuleFile
from leyiban.catalogue.rulefile.plan import TaskKind
from leyiban.catalogue.vocabulary import ItemType
from leyiban.credentials.models import Licence
from leyiban.credentials.states import Change, LicenceStatus
from leyiban.kernel.actors import Role, system_actor
from leyiban.kernel.documents.models import Document
from leyiban.kernel.documents.registry import paper_by_name
from leyiban.kernel.ledger.followers import reaction
from leyiban.kernel.ledger.queries import LedgerEntry
from leyiban.kernel.moments import city_date
from leyiban.kernel.upkeep import Finding, fail, health_check, ok
from leyiban.people.models import LegalKind, Party
from leyiban.people.queries import names_on_paper
from leyiban.publicity.columns import LONG_TERM, GrantRow, PartyKind, Standing
from leyiban.publicity.models import Publication
from leyiban.publicity.operations import Granted, change_standing, open_publication, publish

_FOLLOWER: Final = "joins.granted_case_is_published"
_REPLACED: Final = "由新证代替"  # read by everybody, beside the row
_PATIENCE: Final = dt.timedelta(minutes=10)  # what a worker may take on a busy day
_LOOK_BACK: Final = dt.timedelta(days=30)


@reaction(*DECIDED_ENTRIES, "case.paper_issued/1", "licence.issued/1", follower=_FOLLOWER)
def publish_grant(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """The decision starts the clock; the last of its paper and its licence to be sealed publishes it."""
    number = entry.facts.case if entry.kind == "licence.issued/1" else entry.subject_key
    case = Case.objects.select_related("item_version__item", "agency", "applicant").get(number=number)
    rules = case.rules
    if case.decision != Decision.GRANT or rules.item_type is not ItemType.ADMIN_LICENCE:
        return
    if rules.plan.goes_up is not None:
        return  # the province decided, and publishes what it granted
    if entry.kind in DECIDED_ENTRIES:
        open_publication(granted=_granted(case), actor=system_actor(), now=now)
    _publish_if_complete(case, rules, now)


@reaction("licence.changed/1", follower="joins.published_grant_follows_its_licence")
def follow_licence(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """What an office does to a licence shows in its row (当前状态)."""
    change_standing(
        licence=entry.subject_key,
        in_force=entry.facts.status == LicenceStatus.VALID,
        reason=Change(entry.facts.change).value,
        actor=system_actor(),
        now=now,
    )


@reaction("licence.replaced/1", follower="joins.published_grant_follows_its_successor")
def follow_replacement(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """A renewed or changed licence no longer stands for itself: its successor's row does."""
    change_standing(
        licence=entry.subject_key, in_force=False, reason=_REPLACED, actor=system_actor(), now=now
    )


@health_check("publicity.complete")
def every_grant_is_to_be_published(*, now: dt.datetime) -> Finding:
    """R18: no granted licence of the last month is missing; whether it is in time, its light says."""
    granted = (
        Case.objects.exclude(joint__contains=[{"kind": TaskKind.FINAL_REVIEW.value}])
        .filter(
            decision=Decision.GRANT,
            decided_at__gte=now - _LOOK_BACK,
            decided_at__lt=now - _PATIENCE,
            item_version__item_type=ItemType.ADMIN_LICENCE.value,
        )
        .values_list("number", flat=True)
    )
    missing = sorted(set(granted) - set(Publication.objects.values_list("number", flat=True)))
    if not missing:
        return ok(f"{len(granted)} licences granted in the last month, each published or about to be")
    return fail(
        f"{len(missing)} granted licences are not on their way to publication; first: case {missing[0]}",
        f"See what ledger.followers says of {_FOLLOWER}.",
    )


def _granted(case: Case) -> Granted:
    assert case.decided_at is not None  # a CHECK constraint says so
    return Granted(
        number=case.number,
        item=case.item_version.item.code,
        title=case.title,
        region=case.region,
        agency=case.agency,
        grantee=case.applicant,
        post_id=case.route.get(Role.DECIDER.value),
        decided_at=case.decided_at,
    )


def _publish_if_complete(case: Case, rules: RuleFile, now: dt.datetime) -> None:
    document = Document.objects.filter(
        matter_kind=Case.KIND, matter_key=case.number, template__in=DECISIONS, paper__isnull=False
    ).first()
    licence = Licence.objects.filter(case_number=case.number).first()
    if document is None or (rules.result.licence is not None and not _is_sealed(licence)):
        return
    publish(
        number=case.number,
        row=row_of(case, rules, document, licence),
        licence="" if licence is None else licence.identifier,
        actor=system_actor(),
        now=now,
    )


def _is_sealed(licence: Licence | None) -> bool:
    return licence is not None and licence.status != LicenceStatus.PREPARING


def row_of(case: Case, rules: RuleFile, document: Document, licence: Licence | None) -> GrantRow:
    """The row that this grant is published with.

    A natural person's name comes masked; his number and, for him, the head's line stay empty.
    """
    assert case.decided_at is not None  # a CHECK constraint says so
    party, agency = case.applicant, case.agency
    head = names_on_paper(applicant=party, operator=None).head if party.is_legal else ""
    return GrantRow(
        party_name=party.label,
        party_kind=_kind_of(party),
        party_code=(party.uscc or "") if party.is_legal else "",
        party_head=head,
        document_name=paper_by_name(document.template).title,
        document_number=document.number,
        licence_class=rules.licence_class.zh,
        certificate_name="" if licence is None else licence.name,
        certificate_number="" if licence is None else licence.number,
        content=rules.name.zh,
        decided_on=city_date(case.decided_at),
        valid_from=None if licence is None else licence.valid_from,
        valid_until=None if licence is None else licence.valid_until or LONG_TERM,
        agency=agency.name,
        agency_code=agency.uscc,
        standing=_standing(licence),
        source=agency.name,
        source_code=agency.uscc,
    )


def _kind_of(party: Party) -> PartyKind:
    if not party.is_legal:
        return PartyKind.PERSON
    if party.legal_kind == LegalKind.INDIVIDUAL_BUSINESS:
        return PartyKind.INDIVIDUAL_BUSINESS
    return PartyKind.BODY


def _standing(licence: Licence | None) -> Standing:
    stands = licence is None or licence.status == LicenceStatus.VALID
    return Standing.IN_FORCE if stands else Standing.NO_LONGER
