"""The addresses of the applicant's way; ``leyiban.web.urls`` takes them into its list."""

from django.urls import URLPattern, path

from leyiban.web.journey import (
    bars,
    case,
    case_papers,
    check,
    correction,
    draft,
    form,
    green,
    inbox,
    licences,
    mine,
    papers,
    receipt,
    received,
    remedies,
    starting,
    trail,
    voice,
    withdrawal,
)

_DRAFT = "drafts/<slug:key>"
_CASE = "cases/<slug:number>"
_SHEET = "papers/<int:link_id>/<int:sheet>-<int:width>"

urlpatterns: list[URLPattern] = [
    path("items/<slug:code>/start", starting.start, name="start"),
    path(_DRAFT, draft.draft, name="draft"),
    path(f"{_DRAFT}/discard", draft.discard, name="draft_discard"),
    path(f"{_DRAFT}/wrong/<str:fact>", draft.wrong, name="draft_wrong"),
    path(f"{_DRAFT}/form/<slug:step>", form.form, name="draft_form"),
    path(f"{_DRAFT}/papers", papers.papers, name="draft_papers"),
    path(f"{_DRAFT}/papers/<int:link_id>", papers.paper, name="draft_paper"),
    path(f"{_DRAFT}/{_SHEET}", papers.sheet, name="draft_sheet"),
    path(f"{_DRAFT}/check", check.check, name="draft_check"),
    path("me/cases", mine.cases, name="my_cases"),
    path("me/licences", licences.licences, name="my_licences"),
    path("me/bars", bars.bars, name="my_bars"),
    path("me/bars/<slug:number>/objection", bars.objection, name="bar_objection"),
    path("me/messages", inbox.inbox, name="inbox"),
    path("me/messages/<slug:key>", inbox.read, name="message_read"),
    path("me/voices/<slug:key>", voice.voice, name="voice"),
    path(_CASE, case.case, name="case"),
    path(f"{_CASE}/receipt", receipt.receipt, name="case_receipt"),
    path(f"{_CASE}/receipt.json", receipt.promise, name="case_promise"),
    path(f"{_CASE}/correct", correction.correct, name="case_correct"),
    path(f"{_CASE}/received", received.received, name="case_received"),
    path(f"{_CASE}/withdraw", withdrawal.withdraw, name="case_withdraw"),
    path(f"{_CASE}/green", green.green, name="case_green"),
    path(f"{_CASE}/letter", remedies.letter, name="case_letter"),
    path(f"{_CASE}/trail.zip", trail.trail, name="case_trail"),
    path(f"{_CASE}/papers/<int:link_id>", case_papers.paper, name="case_paper"),
    path(f"{_CASE}/{_SHEET}", case_papers.sheet, name="case_sheet"),
]
