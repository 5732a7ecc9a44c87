"""The green channel: the seven kinds are there, and anything else only by a decision with an end (M4.1)."""

from collections.abc import Iterator

from leyiban.catalogue.greenfile import NAMED, GreenClassEntry
from leyiban.catalogue.problems import Problem
from leyiban.catalogue.source import Path
from leyiban.packs.checks.agencies import twice, unknown
from leyiban.packs.pack import GREEN, Pack

ANSWERED_WITHIN = "green.answer"


def seven_kinds_are_there(pack: Pack) -> Iterator[Problem]:
    if pack.green is None:
        return
    missing = sorted(NAMED - {each.key for each in pack.green.model.classes})
    if missing:
        yield pack.green.source.problem(
            ("classes",),
            "green.missing",
            (
                f"七类里缺{'、'.join(missing)}。",
                f"Of the seven kinds these are missing: {', '.join(missing)}.",
            ),
            ("请补上；停用的写 valid_to。", "Add them; one that has ended has a valid_to."),
        )
    if ANSWERED_WITHIN not in {line.rule.key for line in pack.rules.lines}:
        yield pack.green.source.problem(
            ("classes",),
            "green.no_limit",
            (f"规则表没有“{ANSWERED_WITHIN}”。", f"There is no rule {ANSWERED_WITHIN}."),
            (
                "请在 rules.csv 写几小时内答复。",
                "Say in rules.csv within how many hours a request is answered.",
            ),
        )


def others_rest_on_a_decision(pack: Pack) -> Iterator[Problem]:
    for index, entry in _classes(pack):
        if entry.key in NAMED:
            continue
        if entry.decision is None or entry.valid_to is None:
            yield _problem(
                pack,
                ("classes", index, "key"),
                "green.undecided",
                (
                    f"“{entry.key}”不在七类里，要写 decision 和 valid_to。",
                    f'"{entry.key}" is none of the seven kinds: it needs decision and valid_to.',
                ),
                ("请写谁定的、文号、为什么、到哪天。", "Say who decided, its number, why, and until when."),
            )


def classes_fit_the_pack(pack: Pack) -> Iterator[Problem]:
    """One class a day, days in order, items that exist."""
    items, last = {item.rulefile.code for item in pack.items}, dict[str, GreenClassEntry]()
    for index, entry in _classes(pack):
        assert pack.green is not None
        before = last.get(entry.key)
        if before is not None and (before.valid_to is None or before.valid_to >= entry.valid_from):
            yield twice(pack.green.source, ("classes", index, "key"), "green.key_twice", entry.key)
        last[entry.key] = entry
        if entry.valid_to is not None and entry.valid_to < entry.valid_from:
            yield _problem(
                pack,
                ("classes", index, "valid_to"),
                "green.period",
                ("结束日早于开始日。", "It ends before it begins."),
                ("请改日期。", "Change the days."),
            )
        for code in entry.items:
            if code not in items:
                yield unknown(pack.green.source, ("classes", index, "items"), "green.item", code, items)


def contacts_are_of_agencies(pack: Pack) -> Iterator[Problem]:
    """Each office names one person, and is an office of the city."""
    if pack.green is None:
        return
    known, seen = {agency.key for agency in pack.agencies.model.agencies}, set[str]()
    for index, contact in enumerate(pack.green.model.contacts):
        path: Path = ("contacts", index, "agency")
        if contact.agency not in known:
            yield unknown(pack.green.source, path, "green.contact", contact.agency, known)
        if contact.agency in seen:
            yield twice(pack.green.source, path, "green.contact_twice", contact.agency)
        seen.add(contact.agency)


def _classes(pack: Pack) -> Iterator[tuple[int, GreenClassEntry]]:
    return iter(enumerate(pack.green.model.classes)) if pack.green is not None else iter(())


def _problem(pack: Pack, path: Path, code: str, what: tuple[str, str], advice: tuple[str, str]) -> Problem:
    assert pack.green is not None, GREEN
    return pack.green.source.problem(path, code, what, advice)
