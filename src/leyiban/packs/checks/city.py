"""The city's own file: its region, hours, calendar days and rules belong to it."""

from collections.abc import Iterator
from itertools import pairwise

from leyiban.catalogue.problems import Problem, choose_from, say
from leyiban.catalogue.vocabulary import ItemType
from leyiban.packs.pack import Pack
from leyiban.people.models import Level
from leyiban.people.rules.divisions import covers


def region_is_loaded(pack: Pack) -> Iterator[Problem]:
    region = pack.regions.by_code.get(pack.city.model.region)
    if region is None or region.level is not Level.CITY:
        yield pack.city.source.problem(
            ("region",),
            "city.region",
            ("这个代码不是 regions.csv 里的市。", "This code is no city in regions.csv."),
            ("请核对 region。", "Check region."),
        )


def hours_are_in_order(pack: Pack) -> Iterator[Problem]:
    hours = pack.city.model.office_hours
    for index, each in enumerate(hours):
        if each.opens >= each.closes:
            yield pack.city.source.problem(
                ("office_hours", index),
                "city.hours",
                ("下班不晚于上班。", "It closes before it opens."),
                ("请改 opens 或 closes。", "Change opens or closes."),
            )
    for index, (earlier, later) in enumerate(pairwise(hours), start=1):
        if later.since <= earlier.since:
            yield pack.city.source.problem(
                ("office_hours", index, "since"),
                "city.hours_order",
                ("日期要从早到晚。", "The days must run forward."),
                ("请改 since。", "Change since."),
            )


def calendar_scopes_exist(pack: Pack) -> Iterator[Problem]:
    """A day off belongs to a region of this city or to one of its agencies."""
    known = {*pack.regions.by_code, *(agency.uscc for agency in pack.agencies.model.agencies)}
    for line in pack.calendar.lines:
        if line.row.scope and line.row.scope not in known:
            yield Problem(
                pack.calendar.file,
                line.line,
                "calendar.scope",
                say(
                    f"没有地区或单位“{line.row.scope}”。", f'There is no region or agency "{line.row.scope}".'
                ),
                choose_from(line.row.scope, known),
            )


def rules_hold_here(pack: Pack) -> Iterator[Problem]:
    """A city makes rules for itself and for nobody else."""
    items = {item.rulefile.code for item in pack.items}
    for line in pack.rules.lines:
        if not covers(pack.city.model.region, line.rule.region):
            yield Problem(
                pack.rules.file,
                line.line,
                "rules.region",
                say(f"地区“{line.rule.region}”不在本市。", f"Region {line.rule.region} is not in this city."),
                say("请改 region，或空着。", "Change region, or leave it empty."),
            )
        if line.rule.item and line.rule.item not in items:
            yield Problem(
                pack.rules.file,
                line.line,
                "rules.item",
                say(f"没有事项“{line.rule.item}”。", f'There is no item "{line.rule.item}".'),
                choose_from(line.rule.item, items),
            )


def grants_have_a_limit_of_publication(pack: Pack) -> Iterator[Problem]:
    """Whoever grants licences publishes them, and answers objections, within a time (R18)."""
    if not any(item.rulefile.item_type is ItemType.ADMIN_LICENCE for item in pack.items):
        return
    known = {line.rule.key for line in pack.rules.lines}
    for key in ("publicity.licence_within", "publicity.objection_within"):
        if key not in known:
            yield Problem(
                pack.rules.file,
                1,
                "rules.publicity",
                say(f"有行政许可，却没有规则“{key}”。", f"There are licences, but no rule {key}."),
                say("请加上这一行。", "Add the line."),
            )
