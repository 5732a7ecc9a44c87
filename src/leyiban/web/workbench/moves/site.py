"""A check on site: writing down what was found, and signing what a colleague wrote (R6)."""

import datetime as dt
from typing import Final

from leyiban.cases import operations as cases
from leyiban.cases.models import SiteCheck
from leyiban.cases.queries import officers_for
from leyiban.kernel.errors import FieldProblem
from leyiban.kernel.moments import CITY_TIME, city_date
from leyiban.web import formats
from leyiban.web.parts.fields import Choice, FieldKind
from leyiban.web.wording import gettext, ngettext
from leyiban.web.workbench.moves import points
from leyiban.web.workbench.moves.forms import (
    Act,
    Desk,
    MoveForm,
    OnDesk,
    Press,
    check,
    choice,
    line,
    lines_of,
    long_text,
    missing,
    not_among,
    several,
)
from leyiban.web.workbench.moves.review import AGREE, DISAGREE
from leyiban.web.workbench.moves.sentences import with_notes


def _record(desk: Desk) -> MoveForm:
    move = "record_site_check"
    shown = points.drawn(desk, desk.case.task, move, move)
    today = city_date(desk.visit.now)
    fields = (
        several(desk, "site.officers", gettext("谁到场了"), _colleagues(desk), move, hint=_how_many(desk)),
        line(
            desk,
            "site.day",
            gettext("哪天"),
            move,
            kind=FieldKind.DATE,
            default=today.isoformat(),
            maximum=today.isoformat(),
        ),
        line(desk, "site.time", gettext("几点"), move, example="14:30"),
        line(desk, "site.place", gettext("在哪里"), move),
        choice(desk, "site.conclusion", gettext("结论"), _conclusions(), move),
        long_text(
            desk, "site.findings", gettext("看到的情况"), move, hint=gettext("会写进笔录,申请人会看到。")
        ),
    )
    return MoveForm(
        move=move,
        title=gettext("写现场核查笔录"),
        lead=_lead(desk),
        points=shown,
        fields=fields,
        presses=(Press(label=gettext("写好了,我签字"), action=desk.action(move), key="s"),),
        sentence=desk.sentence(move),
        problems=lines_of(desk, fields, shown, move),
        is_open=True,
    )


def _lead(desk: Desk) -> str:
    waiting = _waiting(desk)
    if waiting is None:
        return gettext("写好后,其他到场的人各自签字,签齐才到下一步。")
    names = [each.account.display_name for each in waiting.officers.all() if each.signed_at is None]
    return gettext("笔录在等%(who)s签字。重写会让旧的作废。") % {"who": formats.joined(names)}


def _waiting(desk: Desk) -> SiteCheck | None:
    records = [each for each in desk.file.site_checks if each.signed_at is None and each.voided_at is None]
    return records[-1] if records else None


def _colleagues(desk: Desk) -> tuple[Choice, ...]:
    return tuple(
        Choice(value=each.pseudonym, label=each.display_name)
        for each in officers_for(desk.case, now=desk.visit.now)
    )


def _how_many(desk: Desk) -> str:
    least = desk.case.limits.get("site_check_officers", 0)
    return ngettext("至少%(n)s人,要有您自己。", "至少%(n)s人,要有您自己。", least) % {"n": least}


def _conclusions() -> tuple[Choice, ...]:
    return (
        Choice(value=AGREE, label=gettext("符合条件")),
        Choice(value=DISAGREE, label=gettext("不符合条件")),
    )


def _make_record(act: Act) -> None:
    checked = points.answered(act.case, act.case.task, "record_site_check", act.posted)
    at = _checked_at(act)
    check(
        *points.problems(checked, "record_site_check"),
        *_unnamed(act),
        *([] if at else [FieldProblem("site.time", "moment", gettext("请写哪天几点,例如14:30。"))]),
        *missing(act, "site.place", gettext("请写在哪里核查的。")),
        *not_among(act, "site.conclusion", (AGREE, DISAGREE), gettext("请选符合或不符合。")),
        *missing(act, "site.findings", gettext("请写看到的情况。")),
    )
    assert at is not None
    cases.record_site_check(
        case_id=act.case.pk,
        version=act.version,
        officers=act.posted.getlist("site.officers"),
        checked_at=at,
        place=act.text("site.place"),
        findings=with_notes(act.text("site.findings"), checked),
        conclusion=act.text("site.conclusion"),
        points=points.as_given(checked),
        actor=act.visit.actor,
        now=act.visit.now,
    )


def _unnamed(act: Act) -> list[FieldProblem]:
    if act.posted.getlist("site.officers"):
        return []
    return [FieldProblem("site.officers", "required", gettext("请选谁到场了。"))]


def _checked_at(act: Act) -> dt.datetime | None:
    """The moment in the city's time; None where it is not well written."""
    try:
        day = dt.date.fromisoformat(act.text("site.day"))
        time = dt.time.fromisoformat(act.text("site.time").replace("\uff1a", ":").zfill(5))
    except ValueError:
        return None
    return dt.datetime.combine(day, time.replace(tzinfo=None), CITY_TIME).astimezone(dt.UTC)


def _sign(desk: Desk) -> MoveForm:
    move = "sign_site_check"
    return MoveForm(
        move=move,
        title=gettext("在核查笔录上签字"),
        lead=gettext("先看上面的笔录。和您看到的不一样,请写的人重写。"),
        presses=(Press(label=gettext("和我看到的一样,签字"), action=desk.action(move), key="s"),),
        sentence=desk.sentence(move),
        is_open=True,
    )


def _make_sign(act: Act) -> None:
    cases.sign_site_check(case_id=act.case.pk, version=act.version, actor=act.visit.actor, now=act.visit.now)


RECORD_SITE_CHECK: Final = OnDesk(_record, _make_record)
SIGN_SITE_CHECK: Final = OnDesk(_sign, _make_sign)
