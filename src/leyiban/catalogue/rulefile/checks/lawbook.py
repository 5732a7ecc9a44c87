"""Keys of dated rules exist in the city's lawbook and are of the right kind."""

from collections.abc import Iterator

from leyiban.catalogue.problems import Problem, choose_from
from leyiban.catalogue.rulefile.checks.subject import Subject
from leyiban.catalogue.rulefile.plan import JOINT_PAUSES, PRELIMINARY_REVIEW, SITE_CHECK_OFFICERS, TaskKind
from leyiban.catalogue.rulefile.terms import BAN_RULES, HEARING_RULES, RuleReference
from leyiban.catalogue.source import Path

_TEXT_RULES = frozenset({"reconsideration_body", "litigation_court"})


def rules_exist(subject: Subject) -> Iterator[Problem]:
    """Nothing is said when the file is checked alone, without a lawbook."""
    if subject.lawbook is None:
        return
    for path, key, wants_number in _references(subject):
        entry = subject.lawbook.get(key)
        if entry is None:
            advice = choose_from(key, subject.lawbook)
            yield subject.problem(
                path,
                "lawbook.unknown",
                (f"rules.csv 里没有“{key}”。", f'rules.csv has no rule "{key}".'),
                (advice.zh, advice.en or advice.zh),
            )
        elif wants_number != bool(entry.amounts):
            yield subject.problem(
                path,
                "lawbook.kind",
                (f"“{key}”不是这里要的那种规则。", f'"{key}" is not the kind of rule needed here.'),
                ("请换一条规则。", "Name another rule."),
            )


def _references(subject: Subject) -> Iterator[tuple[Path, str, bool]]:
    limits = subject.rulefile.limits
    for name in type(limits).model_fields:
        claim = getattr(limits, name)
        if isinstance(claim, RuleReference):
            yield ("limits", name, "rule"), claim.rule, True
    extension = subject.rulefile.extension
    if extension is not None and isinstance(extension.by, RuleReference):
        yield ("extension", "by", "rule"), extension.by.rule, True
    renews = subject.rulefile.renews
    if renews is not None:
        for name, claim in (("opens", renews.opens), ("ahead", renews.ahead)):
            if isinstance(claim, RuleReference):
                yield ("renews", name, "rule"), claim.rule, True
    if any(task.kind is TaskKind.SITE_CHECK for task in subject.rulefile.plan.tasks):
        yield ("plan", "tasks"), SITE_CHECK_OFFICERS, False  # people are no time
    tasks = subject.rulefile.plan.tasks
    if any(task.is_joint for task in tasks):
        yield ("plan", "tasks"), JOINT_PAUSES, False  # grounds, in words
    if any(task.kind is TaskKind.PRE_REVIEW for task in tasks):
        yield ("plan", "tasks"), PRELIMINARY_REVIEW, True
    for index, task in enumerate(tasks):
        if task.silence is not None:
            yield ("plan", "tasks", index, "silence"), task.silence, False
    if subject.rulefile.guards_safety is not None:
        for rule in BAN_RULES.values():
            yield ("guards_safety",), rule, False  # in years, which no clock counts
    if subject.rulefile.touches_others is not None:
        for rule in HEARING_RULES:
            yield ("touches_others",), rule, True
    remedies = subject.rulefile.remedies
    for name in type(remedies).model_fields:
        yield ("remedies", name), getattr(remedies, name), name not in _TEXT_RULES
