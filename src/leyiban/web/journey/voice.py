"""为什么撤回: one question to whoever took his application back, which his office never reads."""

from typing import Final

from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.cases.operations import say_why_withdrawn
from leyiban.cases.queries.voices import voice_for
from leyiban.cases.states import WithdrawalReason
from leyiban.kernel.moments import city_date
from leyiban.kernel.rights import SIGNED_IN
from leyiban.web.edge import Trouble, Visit, attempt, new_once, page, send_once
from leyiban.web.parts.fields import Choice, Field, FieldKind
from leyiban.web.wording import gettext, speak

REASON: Final = "reason"


@page(SIGNED_IN, "GET", "POST")
def voice(visit: Visit, key: str) -> HttpResponseBase:
    """Three answers, one of them; then a word of thanks."""
    if visit.request.method != "POST":
        return _show(visit, key)
    chosen = visit.request.POST.get(REASON, "")
    if chosen not in WithdrawalReason.values:
        return _show(visit, key, problem=gettext("请选一个。"))
    made = attempt(lambda: send_once(visit, lambda: _say(visit, key, WithdrawalReason(chosen))))
    return _show(visit, key, trouble=made) if isinstance(made, Trouble) else made


def _say(visit: Visit, key: str, reason: WithdrawalReason) -> str:
    say_why_withdrawn(key=key, reason=reason, actor=visit.actor, now=visit.now)
    return reverse("web:voice", kwargs={"key": key})


def _show(visit: Visit, key: str, *, trouble: Trouble | None = None, problem: str = "") -> HttpResponseBase:
    found = voice_for(visit.actor, key)
    said = speak(WithdrawalReason(found.reason).label) if found.reason else ""
    return visit.show(
        "journey/voice.html",
        {
            "case": found.case,
            "item": found.case.item_version.words,
            "said": said,
            "open": found.answered_at is None and city_date(visit.now) <= found.until,
            "question": Field(
                kind=FieldKind.CHOICE,
                name=REASON,
                label=gettext("为什么撤回?"),
                hint=gettext("只有您知道答案。办件单位的人看不到。"),
                problem=problem,
                choices=tuple(Choice(value=each.value, label=speak(each.label)) for each in WithdrawalReason),
            ),
            "until": found.until,
            "once": new_once(),
            "sentence": trouble.sentence if trouble else "",
        },
        status=trouble.status if trouble else (422 if problem else 200),
    )
