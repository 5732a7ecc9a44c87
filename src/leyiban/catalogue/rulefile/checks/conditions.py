"""Conditions fit the questions they look at: the question exists, comes first, and has such answers."""

from collections.abc import Iterator, Mapping

from leyiban.catalogue.problems import Problem, choose_from
from leyiban.catalogue.rulefile import dates
from leyiban.catalogue.rulefile.checks.subject import Teller
from leyiban.catalogue.rulefile.form import ChoiceField, FormField, MultiChoiceField
from leyiban.catalogue.rulefile.logic import Chosen, Compare, In, Logic, Scalar
from leyiban.catalogue.source import Path

Questions = Mapping[str, FormField]

_ORDERED = frozenset({"date", "integer", "money"})
_WHOLE_NUMBERS = frozenset({"integer", "money"})


def condition_problems(
    subject: Teller, path: Path, logic: Logic, *, known: Questions, later: Questions | None = None
) -> Iterator[Problem]:
    """What is wrong with ``logic`` over the questions ``known``; ``later`` are those asked afterwards."""
    for leaf in logic.comparisons():
        name = _name(leaf)
        question = known.get(name)
        if question is None:
            yield _not_known(subject, path, name, known, later or {})
        else:
            yield from _misfits(subject, path, leaf, question)


def _name(leaf: Compare | In | Chosen) -> str:
    match leaf:
        case Compare():
            return leaf.left.name
        case In():
            return leaf.needle.name
        case Chosen():
            return leaf.answer.name


def _not_known(subject: Teller, path: Path, name: str, known: Questions, later: Questions) -> Problem:
    if name in later:
        return subject.problem(
            path,
            "conditions.looks_ahead",
            (
                f"条件看的“{name}”在后面才问，或者绕成了圈。",
                f'The condition looks at "{name}", which is asked later or in a circle.',
            ),
            ("请把那道题移到前面，或改条件。", "Move that question ahead, or change the condition."),
        )
    advice = choose_from(name, known)
    return subject.problem(
        path,
        "conditions.unknown",
        (f"条件里的“{name}”不是这里的题。", f'"{name}" in the condition is no question here.'),
        (advice.zh, advice.en or advice.zh),
    )


def _misfits(
    subject: Teller, path: Path, leaf: Compare | In | Chosen, question: FormField
) -> Iterator[Problem]:
    if isinstance(leaf, Chosen):
        if not isinstance(question, MultiChoiceField):
            yield _misfit(subject, path, question.key, "不是多选题", "does not take several choices")
        elif leaf.value not in {choice.value for choice in question.choices}:
            yield _no_such_choice(subject, path, question, leaf.value)
        return
    if isinstance(question, MultiChoiceField):
        yield _misfit(
            subject, path, question.key, "是多选题，只能用 in", "takes several choices; only 'in' works"
        )
        return
    if isinstance(leaf, Compare) and leaf.op in ("<", "<=") and question.type not in _ORDERED:
        yield _misfit(subject, path, question.key, "不能比大小", "cannot be compared by size")
        return
    for constant in leaf.among if isinstance(leaf, In) else (leaf.right,):
        yield from _constant_misfits(subject, path, question, constant)


def _constant_misfits(
    subject: Teller, path: Path, question: FormField, constant: Scalar
) -> Iterator[Problem]:
    if isinstance(question, ChoiceField):
        if constant not in {choice.value for choice in question.choices}:
            yield _no_such_choice(subject, path, question, str(constant))
    elif question.type == "yes_no":
        if not isinstance(constant, bool):
            yield _misfit(
                subject, path, question.key, "只能和 true、false 比", "is compared with true or false"
            )
    elif question.type in _WHOLE_NUMBERS:
        if isinstance(constant, bool) or not isinstance(constant, int):
            yield _misfit(subject, path, question.key, "只能和整数比", "is compared with a whole number")
    elif not isinstance(constant, str):
        yield _misfit(subject, path, question.key, "只能和文字比", "is compared with a text")
    elif question.type == "date" and not dates.is_bound(constant):
        yield _misfit(subject, path, question.key, "只能和日期比", "is compared with a day")


def _no_such_choice(
    subject: Teller, path: Path, question: ChoiceField | MultiChoiceField, value: str
) -> Problem:
    advice = choose_from(value, [choice.value for choice in question.choices])
    return subject.problem(
        path,
        "conditions.no_such_choice",
        (f"“{question.key}”没有选项“{value}”。", f'"{question.key}" has no choice "{value}".'),
        (advice.zh, advice.en or advice.zh),
    )


def _misfit(subject: Teller, path: Path, key: str, zh: str, en: str) -> Problem:
    return subject.problem(
        path,
        "conditions.misfit",
        (f"条件写不通：“{key}”{zh}。", f'The condition does not fit: "{key}" {en}.'),
        ("请改这个条件。", "Change the condition."),
    )
