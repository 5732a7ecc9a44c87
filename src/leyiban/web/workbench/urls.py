"""The addresses of the workbench; ``leyiban.web.urls`` takes them into its list."""

from django.urls import URLPattern, path

from leyiban.web.workbench import (
    bars,
    ending,
    green,
    hearings,
    licences,
    looks,
    publicity,
    queue,
    reaching,
    samples,
    tasks,
    watching,
)
from leyiban.web.workbench.admin import burden, green_trial, items, new_item, packs, variants
from leyiban.web.workbench.case import files, spot, views
from leyiban.web.workbench.supervision import board, card, foresight, issuing, report, slip

_CASE = "workbench/cases/<str:number>"
_CITY = "workbench/admin/<slug:city>"

urlpatterns: list[URLPattern] = [
    path("workbench", queue.work_list, name="workbench"),
    path("workbench/watch", watching.watch, name="workbench_watch"),
    path("workbench/supervision", board.board, name="workbench_supervision"),
    path("workbench/supervision/cards/<slug:number>", card.card, name="workbench_card"),
    path("workbench/supervision/slips/<slug:number>", slip.slip, name="workbench_slip"),
    path("workbench/supervision/slips/<slug:number>/notice.pdf", slip.notice, name="workbench_slip_notice"),
    path("workbench/supervision/cases/<slug:number>/slip", issuing.new_slip, name="workbench_new_slip"),
    path("workbench/supervision/report", report.report, name="workbench_report"),
    path("workbench/supervision/report.pdf", report.paper, name="workbench_report_paper"),
    path("workbench/supervision/foresight", foresight.foresight, name="workbench_foresight"),
    path("workbench/publicity", publicity.board, name="workbench_publicity"),
    path("workbench/publicity/objections/<str:number>", publicity.objection, name="workbench_objection"),
    path("workbench/publicity/grants/<str:number>", publicity.correction, name="workbench_correction"),
    path("workbench/bars", bars.board, name="workbench_bars"),
    path("workbench/bars/<slug:number>", bars.one, name="workbench_bar"),
    path("workbench/licences", ending.ending, name="workbench_ending"),
    path("workbench/tasks/<slug:number>", tasks.task, name="workbench_task"),
    path("workbench/tasks/<slug:number>/<slug:move>", tasks.move, name="workbench_task_move"),
    path("workbench/hearings", hearings.board, name="workbench_hearings"),
    path("workbench/hearings/<slug:number>", hearings.one, name="workbench_hearing"),
    path(
        "workbench/hearings/<slug:number>/papers/<int:document_id>",
        hearings.paper,
        name="workbench_hearing_paper",
    ),
    path("workbench/green", green.board, name="workbench_green"),
    path("workbench/green/<slug:number>", green.one, name="workbench_green_one"),
    path("workbench/licences/<str:identifier>", licences.licence, name="workbench_licence"),
    path("workbench/samples", samples.board, name="workbench_samples"),
    path("workbench/samples/<slug:number>", samples.one, name="workbench_sample"),
    path("workbench/looks", looks.looks, name="workbench_looks"),
    path("workbench/messages", reaching.messages, name="workbench_messages"),
    path("workbench/messages/<str:key>/again", reaching.send_again, name="workbench_resend"),
    path(_CASE, views.case, name="workbench_case"),
    path(f"{_CASE}/hearing", hearings.tell, name="workbench_tell_hearing"),
    path(f"{_CASE}/moves/<slug:move>", views.move, name="workbench_move"),
    path(f"{_CASE}/suggestion/<slug:move>", views.suggestion, name="workbench_suggestion"),
    path(f"{_CASE}/spot", spot.spot, name="workbench_spot"),
    path(f"{_CASE}/documents/<int:document_id>/again", views.make_again, name="workbench_make_again"),
    path(f"{_CASE}/file.pdf", files.bound, name="workbench_case_file"),
    path(f"{_CASE}/papers/<int:link_id>", files.paper, name="workbench_paper"),
    path(f"{_CASE}/papers/<int:link_id>/print", files.print_copies, name="workbench_print"),
    path(f"{_CASE}/papers/<int:link_id>/pages/<int:page>/<int:width>", files.sheet, name="workbench_sheet"),
    path("workbench/admin", packs.admin, name="admin"),
    path("workbench/admin/check", packs.check, name="admin_check"),
    path("workbench/admin/load", packs.load_pack, name="admin_load"),
    path(f"{_CITY}/items", items.items, name="admin_items"),
    path(f"{_CITY}/burden", burden.meter, name="admin_burden"),
    path(f"{_CITY}/green", green_trial.trial, name="admin_green"),
    path(f"{_CITY}/variants", variants.board, name="admin_variants"),
    path(f"{_CITY}/variants/<slug:key>", variants.one, name="admin_variant"),
    path(f"{_CITY}/new-item", new_item.new_item, name="admin_new_item"),
    path(f"{_CITY}/items/<slug:code>", items.item, name="admin_item"),
    path(f"{_CITY}/items/<slug:code>/state", items.state, name="admin_state"),
    path(f"{_CITY}/items/<slug:code>/versions/<int:number>", items.version_text, name="admin_version"),
]
