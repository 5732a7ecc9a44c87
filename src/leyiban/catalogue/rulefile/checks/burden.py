"""A form asks for nothing that the city already holds (F3.8; Online Services Provisions art. 7).

A question for a fact of the applicant or the operator must come filled in; a fact that stands in a number already
asked for, or that is asked for elsewhere in the same form, must not be asked at all. The words by which a question
is recognised are whole labels: whoever means somebody else's number says whose (“安全员手机”).
"""

import re
from collections.abc import Iterator, Mapping

from leyiban.catalogue.problems import Problem
from leyiban.catalogue.rulefile.checks.questions import FITTING_TYPES, placed_questions
from leyiban.catalogue.rulefile.checks.subject import Subject
from leyiban.catalogue.rulefile.form import FormField, KnownFact

_OWN = r"(?:您的|本人的?|申请人的?)?"
_ACTING = r"(?:联系人|经办人|您)(?:的)?"
_HEAD = r"(?:法定代表人|负责人|法定代表人[((](?:负责人|经营者)[))])"
_LABELS: Mapping[KnownFact, re.Pattern[str]] = {
    fact: re.compile(pattern)
    for fact, pattern in {
        KnownFact.PERSON_NAME: rf"{_OWN}姓名",
        KnownFact.PERSON_RESIDENT_ID: rf"{_OWN}(?:居民)?(?:身份证|身份证号|身份证号码|公民身份号码)",
        KnownFact.PERSON_MOBILE: rf"{_OWN}(?:手机|手机号|手机号码|联系手机)",
        KnownFact.PERSON_ADDRESS: rf"{_OWN}(?:住址|家庭住址|家庭地址|现住址|户籍地址)",
        KnownFact.PERSON_BIRTH_DATE: rf"{_OWN}(?:出生日期|出生年月日?|生日)",
        KnownFact.PERSON_SEX: rf"{_OWN}性别",
        KnownFact.ORGANISATION_NAME: r"(?:单位|企业|申请单位|经营者)名称",
        KnownFact.ORGANISATION_USCC: r"统一社会信用代码|信用代码|营业执照(?:注册号|编号|号码?)",
        KnownFact.ORGANISATION_ADDRESS: r"注册地址|登记住所|营业执照上的(?:地址|住所)",
        KnownFact.ORGANISATION_REPRESENTATIVE: rf"{_HEAD}(?:姓名)?",
        KnownFact.OPERATOR_NAME: rf"{_ACTING}姓名|联系人|经办人",
        KnownFact.OPERATOR_RESIDENT_ID: rf"{_ACTING}(?:身份证号|身份证号码)",
        KnownFact.OPERATOR_MOBILE: rf"{_ACTING}(?:手机|手机号|手机号码)",
    }.items()
}
_NUMBER = re.compile(r"(?P<whose>.*?)(?:居民)?(?:身份证号码?|公民身份号码)")
_IN_THE_NUMBER = re.compile(r"(?P<whose>.*?)(?:出生日期|出生年月日?|生日|性别)")


def held_facts_come_filled_in(subject: Subject) -> Iterator[Problem]:
    """Whoever asks what the city holds, lets people type what it knows better."""
    for path, question in placed_questions(subject):
        fact = _asks_for(question)
        if fact is not None and question.known_from is None:
            yield subject.problem(
                path,
                "burden.held",
                (
                    f"“{question.label.zh}”({question.key})城市已有,不能再让人填。",
                    f'The city already holds "{question.label.en or question.key}" ({question.key}); it cannot be asked.',
                ),
                (
                    f"请加 known_from: {fact.value}。问的是别人的,请在 label 里写明是谁的,如“安全员手机”。",
                    f"Add known_from: {fact.value}. If it is somebody else's, let the label say whose.",
                ),
            )


def _asks_for(question: FormField) -> KnownFact | None:
    """The fact that a question of this type and label asks for."""
    label = question.label.zh.replace(" ", "")
    fitting = (fact for fact, pattern in _LABELS.items() if pattern.fullmatch(label))
    return next((fact for fact in fitting if question.type in FITTING_TYPES[fact]), None)


def nothing_is_asked_twice(subject: Subject) -> Iterator[Problem]:
    """One fact fills one question: the second asks for what stands a few lines above."""
    seen: dict[KnownFact, str] = {}
    for path, question in placed_questions(subject):
        fact = question.known_from
        if fact is None:
            continue
        if fact in seen:
            yield subject.problem(
                (*path, "known_from"),
                "burden.twice",
                (
                    f"“{question.key}”和“{seen[fact]}”问的是同一件事({fact.value})。",
                    f'"{question.key}" asks for the same as "{seen[fact]}" ({fact.value}).',
                ),
                ("请删掉其中一题。", "Remove one of them."),
            )
        seen.setdefault(fact, question.key)


def nothing_is_asked_that_a_number_says(subject: Subject) -> Iterator[Problem]:
    """A resident number holds birth date and sex: of whom the number is asked, neither is."""
    placed = placed_questions(subject)
    numbers = {
        found["whose"]: question.key
        for _, question in placed
        if question.type == "resident_id" and (found := _NUMBER.fullmatch(question.label.zh))
    }
    for path, question in placed:
        found = _IN_THE_NUMBER.fullmatch(question.label.zh)
        if found is None or question.known_from is not None or found["whose"] not in numbers:
            continue
        if _asks_for(question) is not None:
            continue  # told by held_facts_come_filled_in
        number = numbers[found["whose"]]
        yield subject.problem(
            path,
            "burden.in_the_number",
            (
                f"“{question.label.zh}”在身份证号({number})里就有,不用再问。",
                f'The resident number ({number}) already says what "{question.key}" asks.',
            ),
            (f"请删掉 {question.key} 这一题。", f"Remove the question {question.key}."),
        )
