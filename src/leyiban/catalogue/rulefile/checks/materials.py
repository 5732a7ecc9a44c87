"""The materials: real things, asked for a reason, decided by answers that exist."""

import re
from collections.abc import Iterator

from leyiban.catalogue.problems import Problem, choose_from
from leyiban.catalogue.rulefile.checks.conditions import condition_problems
from leyiban.catalogue.rulefile.checks.subject import Subject, repeated
from leyiban.catalogue.rulefile.materials import Material
from leyiban.catalogue.source import Path
from leyiban.catalogue.vocabulary import MaterialKind, Necessity

# A catch-all lets an office ask for anything [practice: Anyang regulation art. 13].
_CATCH_ALL = re.compile(
    r"其[他它](有关|相关)?(材料|资料|文件|证明)|(有关|相关)(材料|资料|文件)|等(材料|资料|文件)|other (materials|documents|papers)",
    re.IGNORECASE,
)


def keys_are_unique(subject: Subject) -> Iterator[Problem]:
    """No two materials share a name inside the item, and none is asked for twice under another name."""
    materials = subject.rulefile.materials
    questions = {question.key for question in subject.rulefile.questions()}
    for index, key in repeated(tuple(material.key for material in materials)):
        yield _twice(subject, ("materials", index, "key"), key)
    for index, key in repeated(tuple(material.reuse_key for material in materials)):
        yield _twice(subject, ("materials", index, "reuse_key"), key)
    for index, material in enumerate(materials):
        if material.key in questions:
            yield _twice(subject, ("materials", index, "key"), material.key)


def _twice(subject: Subject, path: Path, key: str) -> Problem:
    return subject.problem(
        path,
        "materials.twice",
        (f"“{key}”用了两次。", f'"{key}" is used twice.'),
        ("请改成另一个名字。", "Give it another name."),
    )


def no_catch_alls(subject: Subject) -> Iterator[Problem]:
    for index, material in enumerate(subject.rulefile.materials):
        if _CATCH_ALL.search(material.name.zh) or _CATCH_ALL.search(material.name.en or ""):
            yield subject.problem(
                ("materials", index, "name"),
                "materials.catch_all",
                (
                    f"“{material.name}”是兜底材料，不能要。",
                    f'"{material.key}" is a catch-all and cannot be asked for.',
                ),
                ("请写明到底要什么；说不清就删掉。", "Name the exact paper, or remove it."),
            )


def necessity_is_decided(subject: Subject) -> Iterator[Problem]:
    """Required means always; conditional means that answers decide."""
    for index, material in enumerate(subject.rulefile.materials):
        decided = bool(material.situations) or material.when is not None
        if material.necessity is Necessity.REQUIRED and decided:
            yield subject.problem(
                ("materials", index, "necessity"),
                "materials.required_sometimes",
                (
                    f"“{material.name}”写了必要，又写了情形。",
                    f'"{material.key}" is required, yet depends on answers.',
                ),
                ("请改成 conditional，或删掉情形。", "Make it conditional, or remove the situations."),
            )
        if material.necessity is Necessity.CONDITIONAL and not decided:
            yield subject.problem(
                ("materials", index, "necessity"),
                "materials.never_decided",
                (
                    f"“{material.name}”非必要，却没写什么情形要。",
                    f'"{material.key}" is conditional, but nothing says when.',
                ),
                ("请补上 situations 或 when。", "Add situations or when."),
            )


def situations_exist(subject: Subject) -> Iterator[Problem]:
    options = {
        situation.key: [option.value for option in situation.options]
        for situation in subject.rulefile.situations
    }
    for index, material in enumerate(subject.rulefile.materials):
        for number, answer in enumerate(material.situations):
            path: Path = ("materials", index, "situations", number)
            if answer.situation not in options:
                yield _unknown(subject, (*path, "situation"), answer.situation, list(options))
                continue
            for option in answer.options:
                if option not in options[answer.situation]:
                    yield _unknown(subject, (*path, "options"), option, options[answer.situation])


def _unknown(subject: Subject, path: Path, word: str, known: list[str]) -> Problem:
    advice = choose_from(word, known)
    return subject.problem(
        path,
        "materials.unknown_situation",
        (f"没有情形“{word}”。", f'There is no situation or option "{word}".'),
        (advice.zh, advice.en or advice.zh),
    )


def conditions_fit(subject: Subject) -> Iterator[Problem]:
    questions = {question.key: question for question in subject.rulefile.questions()}
    for index, material in enumerate(subject.rulefile.materials):
        if material.when is not None:
            yield from condition_problems(
                subject, ("materials", index, "when"), material.when, known=questions
            )
    for index, condition in enumerate(subject.rulefile.conditions):
        if condition.holds is not None:
            yield from condition_problems(
                subject, ("conditions", index, "holds"), condition.holds, known=questions
            )
    for index, fee in enumerate(subject.rulefile.fees.items):
        if fee.when is not None:
            yield from condition_problems(
                subject, ("fees", "items", index, "when"), fee.when, known=questions
            )


def generated_forms_are_forms(subject: Subject) -> Iterator[Problem]:
    """Only an application form can be drawn from the questions."""
    for index, material in enumerate(subject.rulefile.materials):
        if "generated" in _generated(material) and material.kind is not MaterialKind.FORM:
            yield subject.problem(
                ("materials", index),
                "materials.generated",
                (
                    f"“{material.name}”不是表格，不能自动生成。",
                    f'"{material.key}" is no form and cannot be generated.',
                ),
                ("请在这里写空白表或样例。", "Write the blank or the specimen here."),
            )


def _generated(material: Material) -> tuple[object, ...]:
    return tuple(value for value in (material.blank, material.sample) if value == "generated")
