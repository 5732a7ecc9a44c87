"""One case as its applicant sees it: how it stands, what to do now, when at the latest, and every paper."""

from typing import Final

from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.cases.models import Case, Draft
from leyiban.cases.queries import (
    CaseFile,
    case_file,
    documents_in_file,
    green_of_case,
    passings_of,
    past_decisions,
    plan_of,
    progress_of,
)
from leyiban.cases.queries.hearings import hearings_of
from leyiban.cases.queries.ranges import expected_of
from leyiban.cases.queries.receipts_claimed import may_speak_of_receipt, receipt_claim_of
from leyiban.cases.queries.voices import voice_about
from leyiban.cases.states import BEFORE_DECISION, CaseState, ReceiptState
from leyiban.catalogue.rulefile import shown_answers
from leyiban.catalogue.words import Bilingual, active_lang
from leyiban.credentials.operations import verification_address
from leyiban.credentials.queries import visible_to
from leyiban.credentials.states import LicenceStatus
from leyiban.kernel.actors import ActorKind, Channel
from leyiban.kernel.moments import city_date
from leyiban.kernel.rights import SIGNED_IN
from leyiban.messages.queries import messages_for
from leyiban.people.queries import region_name
from leyiban.province.queries import handovers_of
from leyiban.supervision.queries import asked_about
from leyiban.web.edge import Visit, page, see_other
from leyiban.web.hearings.shown import hearing_shown
from leyiban.web.journey.case_now import box_of
from leyiban.web.journey.case_papers import handed_in, issued
from leyiban.web.journey.case_shown import LicenceCard
from leyiban.web.journey.clocks import clocks_of
from leyiban.web.journey.correction import notices_of, to_put_right
from leyiban.web.journey.draft import qr_code
from leyiban.web.journey.messages import News, news_of
from leyiban.web.journey.remedies import may_be_fought, remedies_against
from leyiban.web.journey.standing import standing_of, waiting_for
from leyiban.web.parts.expected import told_words, usual_words
from leyiban.web.parts.plan import picture_of
from leyiban.web.parts.progress import Event
from leyiban.web.parts.refiling import refiling_lines
from leyiban.web.parts.tables import Answer, Answers
from leyiban.web.wording import gettext, ngettext, speak
from leyiban.web.workbench.case.story import events_of

# Of the trail: what an applicant calls an event. The office's steps among themselves are no news to him.
_NEWS: Final = frozenset(
    {
        "case.submitted/1",
        "case.supplemented/1",
        "case.corrected_on_spot/1",
        "case.correction_notified/1",
        "case.repeated_request/1",
        "case.correction_withdrawn/1",
        "case.receipt_redated/1",
        "case.accepted/1",
        "case.refused/1",
        "case.taken/1",
        "case.site_check_completed/1",
        "case.warned/1",
        "case.warning_withdrawn/1",
        "case.special_started/1",
        "case.special_ended/1",
        "case.extended/1",
        "case.decided/1",
        "case.deemed_renewed/1",
        "case.renewal_lapsed/1",
        "case.licence_made/1",
        "case.result_ready/1",
        "case.delivered/1",
        "case.withdrawn/1",
        "case.terminated/1",
    }
)


@page(SIGNED_IN)
def case(visit: Visit, number: str) -> HttpResponseBase:
    """The page behind every message, every list and every code on a paper."""
    if visit.actor.kind is ActorKind.STAFF:
        return see_other(reverse("web:workbench_case", kwargs={"number": number}))
    file = case_file(visit.actor, number, now=visit.now)
    found = file.case
    plan = picture_of(plan_of(found, file.trail, now=visit.now), now=visit.now)
    progress = waiting_for(progress_of(found), plan.offices if plan is not None else ())
    standing = standing_of(progress, now=visit.now)
    body = file.rules.implementing_in(found.region)
    fought = may_be_fought(found)
    return visit.show(
        "journey/case.html",
        {
            "case": found,
            "item": file.rules.name,
            "code": found.query_code.reveal(),
            "agency": Bilingual(zh=found.agency.name, en=found.agency.name_en or None),
            "standing": standing,
            "box": box_of(file),
            "hearings": [hearing_shown(each, now=visit.now) for each in hearings_of(found)],
            "shortcomings": to_put_right(visit, file) if standing.must_act else (),
            "correcting": Draft.objects.filter(case=found).first() if standing.must_act else None,
            "notices": notices_of(file),
            "receipt_word": _receipt_word(found),
            "ask_receipt": _asks_of_receipt(found),
            "voice": _voice(visit, found),
            "refiling": refiling_lines(found, now=visit.now),
            "clocks": clocks_of(file, now=visit.now),
            "plan": plan,
            "above": handovers_of(number) if found.joint else (),
            "asked": asked_about(Case.KIND, number),
            "usual": _usual(file, visit),
            "licences": _licences(visit, file),
            "remedies": remedies_against(found, file.rules) if fought else (),
            "past": _past(file, visit) if fought else (),
            "issued": issued(file, documents_in_file(visit.actor, number)),
            "handed_in": handed_in(file),
            "answers": (_answers(file),),
            "news": _news(visit, found),
            "events": _events(file),
            "passed": passings_of(found),
            "green": green_of_case(found),
            "may_go_green": found.state in BEFORE_DECISION,
            "may_withdraw": any(move.name == "withdraw" for move in file.moves),
            "phone": body.consult_phone if body else "",
            "complaints": body.complaint_phone if body else "",
        },
    )


def _receipt_word(found: Case) -> str:
    """What was said of the moment of receipt, in words; empty where nothing was."""
    claim = receipt_claim_of(found)
    return "" if claim is None else speak(ReceiptState(claim.state).label)


def _asks_of_receipt(found: Case) -> bool:
    """Somebody else entered the moment, and the applicant has not said whether it is right."""
    at_counter = found.channel == Channel.COUNTER or found.entered_afterwards
    return at_counter and may_speak_of_receipt(found)


def _voice(visit: Visit, found: Case) -> str:
    """Where the question after a withdrawal is answered, while nobody has."""
    if found.state != CaseState.WITHDRAWN:
        return ""
    voice = voice_about(visit.actor, found)
    if voice is None or voice.answered_at is not None or city_date(visit.now) > voice.until:
        return ""
    return reverse("web:voice", kwargs={"key": voice.key})


def _events(file: CaseFile) -> tuple[Event, ...]:
    return events_of([entry for entry in file.trail if entry.kind in _NEWS], file.rules)


def _news(visit: Visit, found: Case) -> tuple[News, ...]:
    """Newest first."""
    return news_of(messages_for(matter_kind=Case.KIND, matter_key=found.pk, actor=visit.actor)[::-1])


def _answers(file: CaseFile) -> Answers:
    rows = shown_answers(file.rules, file.answers, active_lang(), region_name=region_name)
    return Answers(
        title=gettext("您填的"), rows=tuple(Answer(label=each.label, value=each.text) for each in rows)
    )


def _licences(visit: Visit, file: CaseFile) -> tuple[LicenceCard, ...]:
    number = file.case.number
    files = {
        link.document_id: reverse("web:case_paper", kwargs={"number": number, "link_id": link.pk})
        for link in file.issued
    }
    rows = visible_to(visit.actor).filter(case_number=number)
    cards = []
    for licence in rows.order_by("pk"):
        status = licence.status_on(city_date(visit.now))
        cards.append(
            LicenceCard(
                name=licence.name,
                number=licence.number,
                identifier=licence.identifier,
                status=speak(status.label),
                valid=status is LicenceStatus.VALID,
                page=reverse("web:licence", kwargs={"identifier": licence.identifier}),
                picture=qr_code(verification_address(licence.identifier)),
                file=files.get(licence.document_id, ""),
            )
        )
    return tuple(cards)


def _usual(file: CaseFile, visit: Visit) -> str:
    """What was told at acceptance; before it, what history says now."""
    found = file.case
    if found.state != CaseState.SUBMITTED:
        return told_words(found)
    version = found.item_version
    return usual_words(expected_of(version, agency=found.agency, region=found.region, now=visit.now))


def _past(file: CaseFile, visit: Visit) -> tuple[str, ...]:
    """What became of the same matter for others in the last year, as lines to read beside the reasons."""
    past = past_decisions(file.case.item_version.item, now=visit.now)
    if past is None:
        return ()
    told = {"granted": past.granted, "denied": past.denied, "refused": past.refused}
    lines = [gettext("一年里批准%(granted)s件,没批准%(denied)s件,没受理%(refused)s件。") % told]
    names = {point.key: point.text for task in file.rules.plan.tasks for point in task.points}
    for key, count in past.points:
        if key in names:
            why = {"point": names[key].said(active_lang()).text, "n": count}
            lines.append(
                ngettext("%(n)s件没批准是因为不符合:%(point)s", "%(n)s件没批准是因为不符合:%(point)s", count)
                % why
            )
    return tuple(lines)
