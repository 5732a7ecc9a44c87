"""An item cannot lose depth without notice (F3.1): less online only after it has been public for some days."""

import datetime as dt

from leyiban.catalogue.errors import RuleFileRefused
from leyiban.catalogue.models import City, ItemVersion
from leyiban.catalogue.problems import Problem, say
from leyiban.catalogue.rulefile.model import RuleFile
from leyiban.catalogue.rulefile.offered import is_lower
from leyiban.catalogue.rulefile.online import depth_of
from leyiban.catalogue.rulefile.reading import Reading
from leyiban.catalogue.words import Bilingual
from leyiban.kernel.lawbook import queries as lawbook
from leyiban.kernel.lawbook.errors import RuleUnknown
from leyiban.kernel.moments import city_date

NOTICE_RULE = "item.depth_notice"
"""The lawbook's key: for how many natural days a loss of depth is public before it holds."""


def noticed_until(
    reading: Reading, rulefile: RuleFile, newest: ItemVersion | None, *, city: City, now: dt.datetime
) -> dt.date:
    """The first day on which the version may hold: today, unless it loses depth against ``newest``.

    Raises:
        RuleFileRefused: it does, and says nothing of it; or the city has no rule for how long a notice stands.
    """
    today = city_date(now)
    if newest is None:
        return dt.date.min
    old, new = depth_of(newest.rulefile.online.abilities), depth_of(rulefile.online.abilities)
    if not is_lower(new, than=old):
        return today
    if rulefile.depth_notice is None:
        raise RuleFileRefused((_problem(reading, *_no_notice(old.value, new.value)),))
    try:
        rule = lawbook.rule(NOTICE_RULE, on=today, region=city.region.code, item=rulefile.code)
    except RuleUnknown:
        raise RuleFileRefused((_problem(reading, *_NO_RULE),)) from None
    return today + dt.timedelta(days=int(rule.value))


def _no_notice(old: str, new: str) -> tuple[Bilingual, Bilingual]:
    return (
        say(
            f"网办深度从{old}降到{new},没有预告。",
            f"The online depth falls from {old} to {new} without notice.",
        ),
        say(
            "请写 depth_notice(why、basis、mark);公布满天数才生效。要是写错了,请把 abilities 改回去。",
            "Write depth_notice (why, basis, mark); the version holds once that has been public long enough. "
            "If it is a slip, restore abilities.",
        ),
    )


_NO_RULE = (
    say(f"规则表里没有 {NOTICE_RULE}。", f"The lawbook has no {NOTICE_RULE}."),
    say(
        "请在 rules.csv 写上预告要公布多少天(natural_day)。",
        "Say in rules.csv how many natural_day a notice stands.",
    ),
)


def _problem(reading: Reading, what: Bilingual, what_to_do: Bilingual) -> Problem:
    source = reading.source
    return Problem(
        file=source.file if source else "",
        line=source.line(("online", "abilities")) if source else 1,
        code="publishing.depth_lost",
        what=what,
        what_to_do=what_to_do,
    )
