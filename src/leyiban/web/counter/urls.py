"""The addresses of the counter; ``leyiban.web.urls`` takes them into its list."""

from django.urls import URLPattern, path

from leyiban.web.counter import (
    arriving,
    bodies,
    choosing,
    filling,
    finishing,
    handing_out,
    papers,
    person,
)

_DRAFT = "counter/drafts/<str:key>"
_CASE = "counter/cases/<str:number>"

urlpatterns: list[URLPattern] = [
    path("counter", arriving.counter, name="counter"),
    path("counter/register", arriving.register, name="counter_register"),
    path("counter/hand-over", arriving.take_over, name="counter_take_over"),
    path("counter/next", arriving.leave, name="counter_leave"),
    path("counter/person", person.person, name="counter_person"),
    path("counter/enterprise", bodies.enterprise, name="counter_enterprise"),
    path("counter/items", choosing.items, name="counter_items"),
    path("counter/items/<slug:code>", choosing.start, name="counter_start"),
    path(_DRAFT, filling.draft, name="counter_draft"),
    path(f"{_DRAFT}/papers", papers.papers, name="counter_papers"),
    path(f"{_DRAFT}/papers/<int:link_id>", papers.paper, name="counter_paper"),
    path(f"{_DRAFT}/papers/<int:link_id>/pages/<int:number>/<int:width>", papers.sheet, name="counter_sheet"),
    path(f"{_DRAFT}/finish", finishing.finish, name="counter_finish"),
    path(f"{_DRAFT}/print", finishing.print_form, name="counter_print"),
    path(f"{_CASE}/done", handing_out.done, name="counter_done"),
    path(f"{_CASE}/correction", person.correction, name="counter_correction"),
    path(f"{_CASE}/receipt/<int:link_id>", handing_out.receipt, name="counter_receipt"),
    path(f"{_CASE}/receipt/<int:link_id>/print", handing_out.receipt_print, name="counter_receipt_print"),
    path(
        f"{_CASE}/receipt/<int:link_id>/pages/<int:page>",
        handing_out.receipt_sheet,
        name="counter_sheet_of_receipt",
    ),
]
