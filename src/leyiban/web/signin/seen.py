"""谁看过我的信息: which office looked at my data, when, at what, and why."""

from typing import Final

from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.cases.queries.looks import looks_at_me
from leyiban.kernel.actors import ActorKind
from leyiban.kernel.rights import Right
from leyiban.web.edge import Visit, page
from leyiban.web.parts.seen import seen_shown
from leyiban.web.parts.tables import Column
from leyiban.web.signin.events import event_lines
from leyiban.web.wording import gettext

PAGE: Final = 50
AFTER: Final = "after"
PERSON: Final = Right("person", lambda actor: actor.kind is ActorKind.PERSON)


@page(PERSON)
def looks(visit: Visit) -> HttpResponseBase:
    """Every look of staff, the newest first; office and post, no names."""
    found = looks_at_me(visit.actor, before=before_of(visit), limit=PAGE + 1)
    rows = found[:PAGE]
    here = reverse("web:my_looks")
    return visit.show(
        "signin/seen.html",
        {
            "columns": columns(),
            "rows": [seen_shown(each) for each in rows],
            "events": event_lines(visit.actor) if before_of(visit) is None else (),
            "next": f"{here}?{AFTER}={rows[-1].key}" if len(found) > PAGE else "",
        },
    )


def before_of(visit: Visit) -> int | None:
    """The key of the last row of the page before."""
    text = visit.request.GET.get(AFTER, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def columns() -> tuple[Column, ...]:
    return (
        Column(key="at", label=gettext("什么时候"), head=True),
        Column(key="by", label=gettext("哪个单位哪个岗")),
        Column(key="what", label=gettext("看了什么")),
        Column(key="why", label=gettext("为什么看")),
        Column(key="case", label=gettext("哪件事")),
    )
