"""The outcome: what is issued, what stands on it, how it is handed over, and the dates of the file itself."""

from collections.abc import Iterator

from leyiban.catalogue.problems import Problem, choose_from
from leyiban.catalogue.rulefile.checks.subject import Subject, repeated
from leyiban.catalogue.rulefile.outcome import FromForm, LicenceForm
from leyiban.catalogue.source import Path
from leyiban.catalogue.vocabulary import DeliveryDate, DeliveryWay, ItemType, ResultKind


def only_licences_guard_safety(subject: Subject) -> Iterator[Problem]:
    """ALL art. 78 and 79 speak of administrative licences."""
    rules = subject.rulefile
    if rules.guards_safety is not None and rules.item_type is not ItemType.ADMIN_LICENCE:
        yield subject.problem(
            ("guards_safety",),
            "safety.no_licence",
            ("只有行政许可才写 guards_safety。", "Only an administrative licence has guards_safety."),
            ("请删掉，或改 item_type。", "Remove it, or change item_type."),
        )


def only_slow_licences_touch_others(subject: Subject) -> Iterator[Problem]:
    """ALL art. 36 and 47 speak of administrative licences; who is heard first cannot be decided at once."""
    rules = subject.rulefile
    if rules.touches_others is None:
        return
    if rules.item_type is not ItemType.ADMIN_LICENCE or rules.instant:
        yield subject.problem(
            ("touches_others",),
            "others.no_licence",
            (
                "只有不是即办的行政许可才写 touches_others。",
                "Only an administrative licence that is not instant has touches_others.",
            ),
            ("请删掉，或改 item_type、project_type。", "Remove it, or change item_type or project_type."),
        )


def licence_where_there_is_one(subject: Subject) -> Iterator[Problem]:
    result = subject.rulefile.result
    if (result.kind is ResultKind.LICENCE) != (result.licence is not None):
        yield subject.problem(
            ("result",),
            "result.licence",
            ("结果是证照的要写 licence，不是的不写。", "A licence result needs licence; another has none."),
            ("请补上或删掉 result.licence。", "Add or remove result.licence."),
        )
    if result.licence is not None:
        yield from _one_validity(subject, result.licence)
        yield from _surface_fields_exist(subject, result.licence)


def _one_validity(subject: Subject, licence: LicenceForm) -> Iterator[Problem]:
    validity = licence.validity
    path: Path = ("result", "licence", "validity")
    ways = (validity.years, validity.months, validity.until_field, validity.long_term or None)
    if sum(way is not None for way in ways) != 1:
        yield subject.problem(
            path,
            "result.validity",
            ("有效期要写且只写一种。", "Write exactly one kind of validity."),
            (
                "请在 years、months、until_field、long_term 里留一个。",
                "Keep one of years, months, until_field, long_term.",
            ),
        )
    if validity.until_field is not None:
        question = subject.rulefile.question(validity.until_field)
        if question is None or question.type != "date":
            yield subject.problem(
                (*path, "until_field"),
                "result.until_field",
                (f"“{validity.until_field}”不是日期题。", f'"{validity.until_field}" is no date question.'),
                ("请写一道日期题的名字。", "Name a date question."),
            )


def _surface_fields_exist(subject: Subject, licence: LicenceForm) -> Iterator[Problem]:
    keys = [question.key for question in subject.rulefile.questions()]
    for index, surface in enumerate(licence.surface):
        if isinstance(surface, FromForm) and surface.field not in keys:
            advice = choose_from(surface.field, keys)
            yield subject.problem(
                ("result", "licence", "surface", index, "field"),
                "result.surface",
                (
                    f"证照上的“{surface.field}”不是这里的题。",
                    f'"{surface.field}" on the licence is no question here.',
                ),
                (advice.zh, advice.en or advice.zh),
            )


def delivery_is_lawful(subject: Subject) -> Iterator[Problem]:
    """Online means arrival in the account; at a window, signing; by post the item says which, and who pays."""
    for index, key in repeated(tuple(way.way.value for way in subject.rulefile.delivery)):
        yield subject.problem(
            ("delivery", index, "way"),
            "delivery.twice",
            (f"送达方式“{key}”写了两次。", f'Delivery "{key}" is there twice.'),
            ("请删掉一个。", "Remove one."),
        )
    lawful = {
        DeliveryWay.ELECTRONIC: {DeliveryDate.ARRIVED},
        DeliveryWay.WINDOW: {DeliveryDate.SIGNED},
        DeliveryWay.POST: {DeliveryDate.SIGNED, DeliveryDate.SENT},
    }
    for index, delivery in enumerate(subject.rulefile.delivery):
        path: Path = ("delivery", index)
        if delivery.counts not in lawful[delivery.way]:
            allowed = sorted(date.value for date in lawful[delivery.way])
            yield subject.problem(
                (*path, "counts"),
                "delivery.date",
                (
                    f"“{delivery.way.zh}”的送达日期不能这样算。",
                    f"This date does not count for {delivery.way}.",
                ),
                (f"请写：{'、'.join(allowed)}。", f"Write {' or '.join(allowed)}."),
            )
        if (delivery.way is DeliveryWay.POST) != (delivery.paid_by is not None):
            yield subject.problem(
                path,
                "delivery.paid_by",
                ("邮寄要写谁付邮费，别的不写。", "By post, say who pays; otherwise do not."),
                ("请补上或删掉 paid_by。", "Add or remove paid_by."),
            )


def procedures_are_unique(subject: Subject) -> Iterator[Problem]:
    kinds = tuple(procedure.kind.value for procedure in subject.rulefile.special_procedures)
    for index, kind in repeated(kinds):
        yield subject.problem(
            ("special_procedures", index, "kind"),
            "special_procedures.twice",
            (f"特别程序“{kind}”写了两次。", f'Special procedure "{kind}" is there twice.'),
            ("请删掉一个。", "Remove one."),
        )


def dates_run_forward(subject: Subject) -> Iterator[Problem]:
    rulefile = subject.rulefile
    if rulefile.plan_cancel_date is not None and rulefile.plan_cancel_date <= rulefile.plan_effective_date:
        yield _backwards(subject, ("plan_cancel_date",))
    for index, law in enumerate(rulefile.by_law):
        if law.valid_from is not None and law.valid_to is not None and law.valid_to < law.valid_from:
            yield _backwards(subject, ("by_law", index, "valid_to"))


def _backwards(subject: Subject, path: Path) -> Problem:
    return subject.problem(
        path,
        "dates.backwards",
        ("结束日期不晚于开始日期。", "It ends before it begins."),
        ("请改日期。", "Change the date."),
    )
