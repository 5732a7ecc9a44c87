"""Asks the kernel for the paper that a move calls for."""

import datetime as dt
import json
from collections.abc import Callable

from django.conf import settings
from django.utils import translation

from leyiban.cases.models import GreenGrant
from leyiban.cases.papers_of_law import PaperContent
from leyiban.cases.paperwork import closing, green, intake, review, site_checks, warning
from leyiban.cases.paperwork.context import Context
from leyiban.kernel.documents.operations import MatterRef, Office, request
from leyiban.kernel.documents.typesetting import Attachment, Imprint
from leyiban.kernel.ledger.promises import promise
from leyiban.kernel.ledger.queries import LedgerEntry
from leyiban.people.models import Agency

_WRITERS: dict[str, Callable[[Context], PaperContent]] = {
    "case.submitted/1": intake.receipt,
    "case.supplemented/1": intake.receipt,
    "case.accepted/1": intake.acceptance_notice,
    "case.correction_notified/1": intake.correction_notice,
    "case.repeated_request/1": intake.correction_notice,
    "case.refused/1": intake.refusal_notice,
    "case.warned/1": warning.warning_decision,
    "case.special_started/1": review.special_notice,
    "case.extended/1": review.extension_notice,
    "case.site_check_completed/1": site_checks.site_check_record,
    "case.decided/1": review.decision,
    "case.deemed_renewed/1": review.deemed_renewal,
    "case.licence_made/1": closing.delivery_slip,
    "case.result_ready/1": closing.delivery_slip,
    "case.withdrawn/1": closing.ending_notice,
    "case.terminated/1": closing.ending_notice,
}
WITH_PAPERS = tuple(_WRITERS)
_WITH_PROMISE = frozenset({"case.submitted/1", "case.supplemented/1"})


def request_papers(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """The paper of law that belongs to this entry; asking twice gives the same one."""
    request_paper(Context.of(entry), _WRITERS[entry.kind], occasion=str(entry.seq), now=now)


_GREEN: dict[str, Callable[[Context, GreenGrant], PaperContent]] = {
    "green_grant.granted/1": green.grant_notice,
    "green_grant.refused/1": green.refusal_notice,
    "green_grant.withdrawn/1": green.withdrawal_notice,
}
GREEN_WITH_PAPERS = tuple(_GREEN)


def request_green_papers(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """The paper about a case whose entry is that of its request for the green channel."""
    grant = GreenGrant.objects.select_related("case", "answered_post", "answered_by").get(
        number=entry.subject_key
    )
    request_paper(
        Context.about_case(grant.case.number, entry),
        lambda context: _GREEN[entry.kind](context, grant),
        occasion=str(entry.seq),
        matter=MatterRef(GreenGrant.KIND, grant.number),
        now=now,
    )


def request_paper(
    context: Context,
    write: Callable[[Context], PaperContent],
    *,
    occasion: str,
    matter: MatterRef | None = None,
    office: Agency | None = None,
    now: dt.datetime,
) -> None:
    """Ask for what ``write`` writes about a case.

    Args:
        occasion: tells apart what is asked for more than once.
        matter: whose entry allows the seal, where that is not the case.
        office: whose paper it is, where that is not the deciding agency's.
    """
    agency, entry = office or context.case.agency, context.entry
    with translation.override(settings.LANGUAGE_CODE):  # papers of law are Chinese, whoever set them off
        content = write(context)
    request(
        content=content,
        matter=matter or MatterRef("case", context.case.number),
        occasion=occasion,
        office=Office(agency.uscc, agency.name, agency.short_name),
        dated=context.day,
        now=now,
        warrant_entry=entry.entry_id,
        imprint=Imprint(
            code=context.case.number,
            address=f"{settings.PUBLIC_URL}/progress/{context.case.number}",
            hint="扫码查进度",
        ),
        attachment=_promise(entry, now) if entry.kind in _WITH_PROMISE else None,
    )


def _promise(entry: LedgerEntry, now: dt.datetime) -> Attachment:
    """The signed promise travels inside the receipt, where ``verify.py`` finds it."""
    signed = promise(entry.body, now=now)
    return Attachment(
        name="receipt.json",
        text=json.dumps(signed, ensure_ascii=False, sort_keys=True),
        description="Signed promise of the ledger (leyiban-receipt/1)",
    )
