"""Text messages that did not arrive: nobody may think that somebody was told who was not (F1.5)."""

from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.cases.queries import visible_to
from leyiban.kernel.actors import Actor
from leyiban.messages.operations import resend
from leyiban.messages.queries import MessageCard, failed_messages
from leyiban.web.edge import Trouble, Visit, attempt, see_other
from leyiban.web.parts.screens import Screen, ScreenState
from leyiban.web.signin.where import is_ours
from leyiban.web.wording import gettext
from leyiban.web.workbench.desk import HANDLES, at_desk, show


@at_desk(HANDLES)
def messages(visit: Visit) -> HttpResponseBase:
    """Those where I have a post, the latest first."""
    return _show(visit)


@at_desk(HANDLES, "POST")
def send_again(visit: Visit, key: str) -> HttpResponseBase:
    """Send one once more, in the same words; back to where the button was pressed."""
    sent = attempt(lambda: resend(public_key=key, actor=visit.actor, now=visit.now))
    if isinstance(sent, Trouble):
        return _show(visit, sent)
    back = visit.request.POST.get("next", "")
    return see_other(back if is_ours(visit.request, back) else reverse("web:workbench_messages"))


def unreached(actor: Actor) -> list[MessageCard]:
    """Failed messages about cases that the actor may see. Two queries."""
    cards = failed_messages(actor=actor)
    numbers = {card.matter_number for card in cards}
    mine = set(visible_to(actor).filter(number__in=numbers).values_list("number", flat=True))
    return [card for card in cards if card.matter_number in mine]


def _show(visit: Visit, trouble: Trouble | None = None) -> HttpResponseBase:
    return show(
        visit,
        "workbench/messages.html",
        {
            "cards": unreached(visit.actor),
            "trouble": trouble,
            "empty": Screen(
                state=ScreenState.EMPTY,
                title=gettext("短信都送到了"),
                safe=gettext("没有要补发的。"),
            ),
        },
        here="messages",
        status=trouble.status if trouble else 200,
    )
