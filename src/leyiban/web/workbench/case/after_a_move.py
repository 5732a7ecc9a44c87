"""What the case page says after a move was sent: done and what is next, or refused and what was typed."""

from collections.abc import Iterable

from django.urls import reverse

from leyiban.cases import queries
from leyiban.cases.flow import CASE_FLOW
from leyiban.kernel.errors import Stale
from leyiban.web.wording import speak
from leyiban.web.workbench.moves.forms import Desk, MoveForm
from leyiban.web.workbench.moves.table import DESKS, shared_with


def done_of(desk: Desk, move: str) -> dict[str, str] | None:
    """What to say after a move, and which case to take up next."""
    if move not in DESKS:
        return None
    waiting = [item for item in queries.work_list(desk.visit.actor, limit=2) if item.case_id != desk.case.pk]
    following = reverse("web:workbench_case", kwargs={"number": waiting[0].number}) if waiting else ""
    return {"label": speak(CASE_FLOW.move(move).label), "next": following}


def refusal_of(desk: Desk, forms: Iterable[MoveForm | None]) -> str:
    """Why it was refused, where the form that would say so is gone."""
    if desk.trouble is None or desk.trouble.code == Stale.code or is_drawn(desk, forms):
        return ""
    return desk.trouble.sentence


def typed_texts(desk: Desk) -> tuple[str, ...]:
    """What was typed into a form that is no longer there: shown, so that nobody types it twice."""
    if desk.typed is None:
        return ()
    hidden = {"csrfmiddlewaretoken", "once", "version", "defect"}
    texts = [text.strip() for name in desk.typed if name not in hidden for text in desk.typed.getlist(name)]
    return tuple(text for text in texts if len(text) > 1)


def is_drawn(desk: Desk, forms: Iterable[MoveForm | None]) -> bool:
    """Whether the form that was sent is still on the page."""
    drawn = {form.move for form in forms if form is not None}
    return desk.refused in drawn | {move for each in drawn for move in shared_with(each)}
