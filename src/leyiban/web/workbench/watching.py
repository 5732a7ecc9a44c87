"""督查: the cases of my agency and area that are near their end or over it, by name, and the opinions that it owes others or
others owe it (F5.1)."""

import datetime as dt
from dataclasses import dataclass

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode

from leyiban.cases.queries import Burden, WatchedTask, burdens, watch_list, watched_tasks
from leyiban.web.edge import Visit
from leyiban.web.parts.screens import Screen, ScreenState
from leyiban.web.parts.workbench import WorkRow
from leyiban.web.time_left import TimeLeft, light_of
from leyiban.web.wording import as_written, called, gettext, speak
from leyiban.web.workbench import places
from leyiban.web.workbench.desk import SUPERVISES, at_desk, show
from leyiban.web.workbench.queue import PAGE
from leyiban.web.workbench.rows import names_of_accounts, names_of_posts, rows_of
from leyiban.web.workbench.supervision.foresight import warnings_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """Who has late or nearly late cases. ``name`` is a person's, or the post's where nobody took them."""

    name: str
    taken: bool
    amber: int
    red: int


@at_desk(SUPERVISES)
def watch(visit: Visit) -> HttpResponseBase:
    """Amber and red cases and tasks, the least time left first, each with who has it."""
    after = places.read(visit.request.GET.get("after", ""))
    items = watch_list(visit.actor, now=visit.now, after=after, limit=PAGE + 1)
    rows, more = items[:PAGE], len(items) > PAGE
    here = reverse("web:workbench_watch")
    following = urlencode({"after": places.written(rows[-1].place_by_time)}) if more else ""
    return show(
        visit,
        "workbench/watch.html",
        {
            "rows": rows_of(rows, now=visit.now),
            "tasks": _task_rows(watched_tasks(visit.actor, now=visit.now), visit.now),
            "carriers": _carriers(visit, now=visit.now),
            "warnings": warnings_for(visit.actor, now=visit.now),
            "first": here if after else "",
            "next": f"{here}?{following}" if more else "",
            "empty": Screen(
                state=ScreenState.EMPTY,
                title=gettext("没有临期和超期的"),
                safe=gettext("您管的都在时限内。"),
            ),
        },
        here="watch",
    )


def _task_rows(found: list[WatchedTask], now: dt.datetime) -> tuple[WorkRow, ...]:
    """In the order of the list. Two queries for the names."""
    people = names_of_accounts(each.line.holder_id for each in found) if found else {}
    posts = names_of_posts(each.owner_post_id for each in found) if found else {}
    left = TimeLeft(now)
    return tuple(
        WorkRow(
            item=as_written(each.line.title),
            applicant=each.line.party,
            number=each.line.number,
            mine_since=each.line.since,
            light=light_of(amber_at=each.line.amber_at, red_at=each.line.red_at, paused=False, now=now),
            left=left.words(each.line.red_at, region=each.line.region),
            next_step=speak(each.line.state.label),
            holder=people.get(each.line.holder_id or 0, ""),
            post=posts.get(each.owner_post_id or 0, ""),
            office=as_written(each.office_name) if each.office is None else called(each.office),
            link=reverse("web:workbench_task", kwargs={"number": each.line.number}),
        )
        for each in found
    )


def _carriers(visit: Visit, *, now: dt.datetime) -> tuple[Carrier, ...]:
    found = burdens(visit.actor, now=now)
    people = names_of_accounts(each.holder_id for each in found)
    posts = names_of_posts(each.owner_post_id for each in found)
    return tuple(_carrier(each, people, posts) for each in found)


def _carrier(burden: Burden, people: dict[int, str], posts: dict[int, str]) -> Carrier:
    holder = people.get(burden.holder_id or 0, "")
    return Carrier(
        name=holder or posts.get(burden.owner_post_id or 0, ""),
        taken=bool(holder),
        amber=burden.amber,
        red=burden.red,
    )
