"""One card: why it is there, who answered so far, and closing it with what follows."""

from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.cases.models import Case
from leyiban.kernel.docket.models import OpenMatter
from leyiban.kernel.ledger.queries import trail
from leyiban.supervision.models import Card
from leyiban.supervision.operations import close_card
from leyiban.supervision.operations.saying import LONGEST
from leyiban.supervision.queries import card_for, slips_about
from leyiban.supervision.rights import oversees
from leyiban.supervision.states import CardState
from leyiban.web import formats
from leyiban.web.edge import Trouble, Visit, attempt, new_once, send_once, version_of
from leyiban.web.parts.fields import Field, FieldKind
from leyiban.web.wording import gettext
from leyiban.web.workbench.desk import LOOKS, at_desk, show
from leyiban.web.workbench.leftovers import leftovers
from leyiban.web.workbench.supervision.lines import card_lines, slip_lines
from leyiban.web.workbench.supervision.matter import matter_now
from leyiban.web.workbench.supervision.steps import steps_of
from leyiban.web.workbench.supervision.wrongs import WORDS, complaint, wrongs


@at_desk(LOOKS, "GET", "POST")
def card(visit: Visit, number: str) -> HttpResponseBase:
    """Read it; close it with what follows from having looked."""
    found = card_for(visit.actor, number)
    if visit.request.method != "POST":
        return _show(visit, found)
    made = attempt(lambda: send_once(visit, lambda: _close(visit, number)))
    return _show(visit, found, made) if isinstance(made, Trouble) else made


def _close(visit: Visit, number: str) -> str:
    close_card(
        number=number,
        words=visit.request.POST.get(WORDS, ""),
        version=version_of(visit.request),
        actor=visit.actor,
        now=visit.now,
    )
    return reverse("web:workbench_supervision")


def _show(visit: Visit, found: Card, trouble: Trouble | None = None) -> HttpResponseBase:
    (line,) = card_lines([found], now=visit.now)
    is_case = found.about_kind == Case.KIND
    is_open = found.state == CardState.OPEN
    words = Field(
        kind=FieldKind.LONG_TEXT,
        name=WORDS,
        label=gettext("看过以后怎么处理"),
        hint=gettext("写给以后看的人。不写申请人的姓名和号码。"),
        value=visit.request.POST.get(WORDS, ""),
        max_length=LONGEST,
        problem=wrongs(trouble).get(WORDS, ""),
    )
    return show(
        visit,
        "workbench/supervision/card.html",
        {
            "card": found,
            "line": line,
            "is_open": is_open,
            "matter": matter_now(found, now=visit.now),
            "until": _until(visit, found),
            "is_top": found.level + 1 >= len(found.ladder),
            "issue_link": _issue_link(found) if is_case and is_open and oversees(visit.actor, found) else "",
            "steps": steps_of(trail(Card.KIND, found.number)),
            "slips": slip_lines(slips_about(found.about_kind, found.about_number), now=visit.now),
            "words": "" if found.words is None else found.words.reveal(),
            "field": words,
            "once": new_once(),
            **complaint(trouble, (words,) if is_open else ()),
            "kept": leftovers(visit, trouble, (WORDS,) if is_open else ()),
        },
        here="supervision",
        status=trouble.status if trouble else 200,
    )


def _until(visit: Visit, found: Card) -> str:
    """Until when whoever has the card may look before it goes up."""
    row = OpenMatter.objects.filter(kind=Card.KIND, number=found.number, red_at__isnull=False).first()
    return "" if row is None or row.red_at is None else formats.deadline(row.red_at, visit.now)


def _issue_link(found: Card) -> str:
    return f"{reverse('web:workbench_new_slip', kwargs={'number': found.about_number})}?card={found.number}"
