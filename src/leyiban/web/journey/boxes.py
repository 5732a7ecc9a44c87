"""What stands in the boxes of a draft's page before anybody types: what was saved, what the city holds, what was
said the last time. Each with its source, its date and a way to say that it is wrong (F1.4)."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

from django.urls import reverse

from leyiban.cases.queries import DraftPage, EarlierAnswers, earlier_answers
from leyiban.cases.queries.known_facts import Facts, known_facts
from leyiban.catalogue.queries import city_of_region
from leyiban.catalogue.rulefile import ShownQuestion, Value, as_typed
from leyiban.catalogue.rulefile.form import KnownFact
from leyiban.kernel.actors import Actor
from leyiban.kernel.ledger.canonical import parse_moment
from leyiban.kernel.moments import city_date
from leyiban.people.models import Party
from leyiban.people.queries import display_names, own_party
from leyiban.web import formats
from leyiban.web.filling.questions import Boxes, Posted
from leyiban.web.parts.fields import Known
from leyiban.web.wording import gettext

_OPERATOR: Final = "operator."
_ORGANISATION: Final = "organisation."
_PHONES: Final = frozenset({KnownFact.PERSON_MOBILE, KnownFact.OPERATOR_MOBILE})


def boxes_of(
    page: DraftPage,
    questions: Sequence[ShownQuestion],
    *,
    actor: Actor,
    now: dt.datetime,
    posted: Posted | None = None,
    problems: Mapping[str, str] | None = None,
) -> Boxes:
    """The boxes of these questions. At most five queries beside the lists of regions."""
    facts = known_facts(applicant=page.draft.applicant, operator=_operator(page, actor))
    earlier = earlier_answers(actor, page.draft, page.rules, now=now)
    notes = {
        **_from_earlier(page, questions, earlier, facts),
        **_from_licence(page, questions),
        **_from_registers(page, questions, facts),
        **_from_clerks(page, now),
    }
    said_before = earlier.answers if earlier is not None else {}
    told = {
        question.key: said_before[question.key]
        for question in questions
        if question.key in said_before and not _fact(question, facts)
    }
    return Boxes(
        region=city_of_region(page.draft.region).region.code,
        answers={**told, **page.answers},
        posted=posted,
        problems=problems or {},
        facts=facts,
        notes=notes,
    )


def _operator(page: DraftPage, actor: Actor) -> Party | None:
    return page.draft.operator or (own_party(actor) if page.draft.applicant.is_legal else None)


def _fact(question: ShownQuestion, facts: Facts) -> str:
    return "" if question.known_from is None else facts.get(question.known_from, "")


def _from_registers(page: DraftPage, questions: Sequence[ShownQuestion], facts: Facts) -> dict[str, Known]:
    """Answers that are, or will be, exactly what a register says."""
    notes = {}
    for question in questions:
        fact = _fact(question, facts)
        if fact and question.known_from is not None and _stands(page, question, fact):
            notes[question.key] = _register(page, question.known_from, question.key)
    return notes


def _from_licence(page: DraftPage, questions: Sequence[ShownQuestion]) -> dict[str, Known]:
    """What the licence that is renewed or changed was granted on, as long as nobody has typed over it."""
    if not page.draft.earlier_licence:
        return {}
    known = Known(source=gettext("您现在的证照"))
    return {
        question.key: known
        for question in questions
        if question.key in page.answers
        and question.key not in page.draft.typed_by
        and (asked := page.rules.question(question.key)) is not None
        and asked.from_licence
    }


def _stands(page: DraftPage, question: ShownQuestion, fact: str) -> bool:
    asked = page.rules.question(question.key)
    value = page.answers.get(question.key)
    return value is None or (asked is not None and as_typed(asked, value) == fact)


def _register(page: DraftPage, fact: KnownFact, question: str) -> Known:
    party = page.draft.operator if fact.startswith(_OPERATOR) else page.draft.applicant
    address = reverse("web:draft_wrong", kwargs={"key": page.draft.key, "fact": fact.value})
    return Known(
        source=source_of(fact),
        since=None if party is None else city_date(party.registered_at),
        wrong_url=f"{address}?to={question}",
    )


def source_of(fact: KnownFact) -> str:
    """The register that a fact comes from."""
    if fact in _PHONES:
        return gettext("您的账号")
    if fact.startswith(_ORGANISATION):
        return gettext("市场主体登记")
    return gettext("实名核验")


def _from_earlier(
    page: DraftPage,
    questions: Sequence[ShownQuestion],
    earlier: EarlierAnswers | None,
    facts: Facts,
) -> dict[str, Known]:
    if earlier is None:
        return {}
    known = Known(source=gettext("您上次办这件事填的"), since=earlier.given_on)
    return {
        question.key: known
        for question in questions
        if not _fact(question, facts) and _repeats(page.answers, question.key, earlier.answers)
    }


def _repeats(answers: Mapping[str, Value], key: str, before: Mapping[str, Value]) -> bool:
    return key in before and answers.get(key) in (None, before[key])


def _from_clerks(page: DraftPage, now: dt.datetime) -> dict[str, Known]:
    """What a clerk typed for the applicant, with the clerk's name (F1.3). At most one query."""
    stamps = {key: stamp for key, stamp in page.draft.typed_by.items() if stamp["by"] == "clerk"}
    names = display_names(stamp["who"] for stamp in stamps.values())
    return {
        key: Known(
            source=gettext("窗口%(who)s代填,%(at)s")
            % {
                "who": names.get(stamp["who"], ""),
                "at": formats.moment(parse_moment(stamp["at"]), now),
            }
        )
        for key, stamp in stamps.items()
    }
