"""What somebody who is heard may do now: one form each, from the table of the hearing."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from leyiban.cases import operations as cases
from leyiban.cases.hearing.flow import HEARING_FLOW
from leyiban.cases.models import HearingParticipant
from leyiban.kernel.actors import Actor
from leyiban.kernel.errors import NotFound
from leyiban.web.edge import Trouble, Visit
from leyiban.web.hearings.shown import HearingShown
from leyiban.web.parts.fields import Field, FieldKind
from leyiban.web.wording import gettext

ACT: Final = "act"
LONGEST: Final = 2000

Act = Callable[[HearingParticipant, str, Actor, Visit], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceForm:
    """One thing to do. ``folded``: not what most come for; ``field`` is what must be written, if anything."""

    act: str
    title: str
    lead: str
    button: str
    field: Field | None = None
    quiet: bool = False
    folded: bool = False


def _said(operation: Callable[..., object]) -> Act:
    return lambda voice, words, actor, visit: operation(
        participant_id=voice.pk, words=words, actor=actor, now=visit.now
    )


def _done(operation: Callable[..., object]) -> Act:
    return lambda voice, words, actor, visit: operation(participant_id=voice.pk, actor=actor, now=visit.now)


_ACTS: Final[Mapping[str, Act]] = MappingProxyType(
    {
        "ask": _done(cases.ask_for_hearing),
        "state_view": _said(cases.state_view),
        "sign": _done(cases.sign_hearing_record),
        "challenge_chair": _said(cases.challenge_chair),
        "waive": _done(cases.waive_hearing),
        "withdraw_request": _done(cases.withdraw_hearing_request),
    }
)


def do(voice: HearingParticipant, actor: Actor, visit: Visit) -> None:
    """Carry out the form that was sent.

    Raises:
        NotFound: no such act. What the operation refuses.
    """
    act = _ACTS.get(visit.request.POST.get(ACT, ""))
    if act is None:
        raise NotFound
    act(voice, visit.request.POST.get(_words(visit.request.POST.get(ACT, "")), "")[:LONGEST], actor, visit)


def forms_for(
    voice: HearingParticipant, shown: HearingShown, actor: Actor, visit: Visit, trouble: Trouble | None
) -> tuple[VoiceForm, ...]:
    """What the table allows and this person has not done yet, the likeliest first."""
    allowed = {move.name for move in HEARING_FLOW.next_moves(shown.hearing, shown.clocks, actor)}
    forms = _forms(voice, shown, visit, trouble)
    return tuple(form for form in forms if form.act in allowed)


def _forms(
    voice: HearingParticipant, shown: HearingShown, visit: Visit, trouble: Trouble | None
) -> Iterator[VoiceForm]:
    idle = voice.asked_at is None and voice.waived_at is None
    if voice.present and not voice.signed:
        yield VoiceForm(
            act="sign",
            title=gettext("在笔录上签字"),
            lead=gettext("看过下面的笔录,和当时说的一样就签。不一样,请打电话给我们。"),
            button=gettext("笔录没错,签字"),
        )
    if idle:
        yield VoiceForm(
            act="ask",
            title=gettext("要求听证"),
            lead=gettext("面对面把话说清楚。不收费。"),
            button=gettext("我要求听证"),
        )
    yield VoiceForm(
        act="state_view",
        title=gettext("写意见"),
        lead=gettext("每条意见都会答复。可以写几次。"),
        button=gettext("交意见"),
        field=_box("state_view", gettext("您的意见和理由"), visit, trouble),
        quiet=idle and shown.hearing.hearable,
    )
    if not shown.hearing.challenged:
        yield VoiceForm(
            act="challenge_chair",
            title=gettext("申请主持人回避"),
            lead=gettext("主持人和这件事有直接利害关系的,可以换人。"),
            button=gettext("申请回避"),
            field=_box("challenge_chair", gettext("为什么要换主持人"), visit, trouble),
            quiet=True,
            folded=True,
        )
    if idle:
        yield VoiceForm(
            act="waive",
            title=gettext("放弃权利"),
            lead=gettext("都放弃了,就不用等到期。放弃后不能再要求听证。"),
            button=gettext("我放弃"),
            quiet=True,
            folded=True,
        )
    if voice.asked_at is not None:
        yield VoiceForm(
            act="withdraw_request",
            title=gettext("不要求听证了"),
            lead=gettext("没有别人要求的话,听证就不开了。收回后不能再要求。"),
            button=gettext("收回要求"),
            quiet=True,
            folded=True,
        )


def _words(act: str) -> str:
    return f"words.{act}"


def _box(act: str, label: str, visit: Visit, trouble: Trouble | None) -> Field:
    sent = visit.request.POST.get(ACT) == act and trouble is not None
    return Field(
        kind=FieldKind.LONG_TEXT,
        name=_words(act),
        label=label,
        value=visit.request.POST.get(_words(act), "") if sent else "",
        problem=trouble.sentence if sent and trouble is not None else "",
        max_length=LONGEST,
    )
