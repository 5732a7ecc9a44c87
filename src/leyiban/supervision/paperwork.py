"""From the ledger to the notice of a slip."""

import datetime as dt

from django.conf import settings
from django.utils import translation

from leyiban.kernel.documents.operations import MatterRef, Office, request
from leyiban.kernel.documents.wording import in_words
from leyiban.kernel.flows.engine import matter_clocks
from leyiban.kernel.ledger.queries import LedgerEntry
from leyiban.kernel.moments import city_date
from leyiban.supervision.flow import SLIP_FLOW
from leyiban.supervision.models import Slip
from leyiban.supervision.papers_of_law import Fact, SupervisionNotice
from leyiban.supervision.slip_rules import main_clock

ISSUED = "supervision_slip.issued/1"


def request_notice(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """The sealed notice that goes with the slip; asking twice gives the same one."""
    slip = Slip.objects.select_related("agency", "issuing_post__agency", "answering_post").get(
        number=entry.subject_key
    )
    office = slip.issuing_post.agency
    with translation.override(settings.LANGUAGE_CODE):  # papers of law are Chinese, whoever set them off
        content = _notice(slip, entry)
    request(
        content=content,
        matter=MatterRef(Slip.KIND, slip.number),
        occasion=str(entry.seq),
        office=Office(office.uscc, office.name, office.short_name),
        dated=city_date(entry.entered_at),
        now=now,
        warrant_entry=entry.entry_id,
    )


def _notice(slip: Slip, entry: LedgerEntry) -> SupervisionNotice:
    asked = slip.remarks.get(move="issue").words.reveal()
    due = matter_clocks(SLIP_FLOW, slip).get(main_clock(slip))
    by = "期限内" if due is None or due.due_day is None else f"{in_words(due.due_day)}前"
    return SupervisionNotice(
        addressee=slip.agency.name,
        opening=f"现就下列办件向你单位发出{slip.kind_label}，请{by}办理并答复。",
        facts=(
            Fact("编号", slip.number),
            Fact("办件编号", slip.about_number),
            Fact("事项", slip.title),
            Fact("承办岗位", slip.answering_post.name),
            Fact("答复期限", f"{entry.facts.days}个工作日", beside=True),
        ),
        asked=tuple(line.strip() for line in asked.splitlines() if line.strip()),
        closing="督办不改变办件的法定时限和承诺时限。",
    )
