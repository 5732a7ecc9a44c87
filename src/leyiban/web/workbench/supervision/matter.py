"""How the matter that a card or a slip is about stands now, and who has it: supervision changes nothing of it."""

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse

from leyiban.cases.models import Case, ReviewTask
from leyiban.kernel.docket.models import OpenMatter
from leyiban.supervision.models import Supervised
from leyiban.web.parts.lights import Light
from leyiban.web.time_left import TimeLeft, light_of
from leyiban.web.workbench.rows import names_of_accounts, names_of_posts

_PAGES = {Case.KIND: "web:workbench_case", ReviewTask.KIND: "web:workbench_task"}


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterNow:
    """``link`` is empty where the matter has no page; ``light`` None, ``due`` None and ``who`` empty once it is over."""

    number: str
    link: str
    light: Light | None = None
    left: str = ""
    due: dt.datetime | None = None
    who: str = ""


def matter_now(about: Supervised, *, now: dt.datetime) -> MatterNow:
    """Three queries."""
    number, page = about.about_number, _PAGES.get(about.about_kind)
    link = "" if page is None else reverse(page, kwargs={"number": number})
    row = OpenMatter.objects.filter(kind=about.about_kind, number=number).first()
    if row is None:
        return MatterNow(number=number, link=link)
    people, posts = names_of_accounts([row.holder_id]), names_of_posts([row.owner_post_id])
    return MatterNow(
        number=number,
        link=link,
        light=light_of(amber_at=row.amber_at, red_at=row.red_at, paused=row.paused, now=now),
        left="" if row.paused else TimeLeft(now).words(row.red_at, region=row.region),
        due=row.red_at,
        who=people.get(row.holder_id or 0) or posts.get(row.owner_post_id or 0, ""),
    )
