"""A question of a rule file, in one language, as the field that a page draws."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.http import QueryDict

from leyiban.catalogue.rulefile import RuleFile, ShownQuestion, Value, answers_from_post, as_typed
from leyiban.catalogue.rulefile.form import KnownFact
from leyiban.catalogue.rulefile.readers import yuan
from leyiban.people.models.region import Level
from leyiban.web.filling.regions import narrowest, region_steps
from leyiban.web.parts.fields import Choice, Field, FieldKind, Known, RegionStep
from leyiban.web.wording import speak

Posted = Mapping[str, Sequence[str]]
"""What a browser sent: name → every value under it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Boxes:
    """What stands in the boxes of a page, and what is said beside them.

    Args:
        region: code of the city, under which regions are chosen.
        answers: clean answers that are kept.
        posted: what was sent just now; None when the page is opened. It stays in the boxes, right or wrong.
        problems: question → what is wrong with it.
        facts: what the city already holds; it fills a box that nobody has answered yet.
        facts_note: where those facts come from.
        notes: question → where its answer comes from.
    """

    region: str
    answers: Mapping[str, Value]
    posted: Posted | None = None
    problems: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[KnownFact, str] = field(default_factory=dict)
    notes: Mapping[str, Known] = field(default_factory=dict)
    facts_note: Known | None = None


def fields_of(questions: Sequence[ShownQuestion], *, rules: RuleFile, boxes: Boxes) -> tuple[Field, ...]:
    """The fields of these questions, in their order. Lists of regions cost a query each."""
    return tuple(_field(question, rules, boxes) for question in questions)


def _field(question: ShownQuestion, rules: RuleFile, boxes: Boxes) -> Field:
    texts = _texts(question, rules, boxes)
    kind = FieldKind(question.type)
    return Field(
        kind=kind,
        name=question.key,
        label=question.label,
        value=texts[-1] if texts else "",
        values=tuple(texts),
        hint=question.hint or "",
        example=question.example or "",
        problem=speak(boxes.problems.get(question.key, "")),
        required=question.required,
        choices=tuple(Choice(value=each.value, label=each.label) for each in question.choices),
        regions=_regions(question, texts, boxes) if kind is FieldKind.REGION else (),
        unit=question.unit or "",
        minimum=_bound(question, question.min),
        maximum=_bound(question, question.max),
        max_length=question.max_length,
        known=_known(question, boxes),
    )


def _texts(question: ShownQuestion, rules: RuleFile, boxes: Boxes) -> Sequence[str]:
    if boxes.posted is not None and question.key in boxes.posted:
        return boxes.posted[question.key]
    value = boxes.answers.get(question.key)
    if isinstance(value, list):
        return value
    asked = rules.question(question.key)
    typed = "" if asked is None else as_typed(asked, value)
    return [typed or _fact(question, boxes)]


def _fact(question: ShownQuestion, boxes: Boxes) -> str:
    return "" if question.known_from is None else boxes.facts.get(question.known_from, "")


def _known(question: ShownQuestion, boxes: Boxes) -> Known | None:
    note = boxes.notes.get(question.key)
    if note is None and question.key not in boxes.answers and _fact(question, boxes):
        return boxes.facts_note
    return note


def _regions(question: ShownQuestion, texts: Sequence[str], boxes: Boxes) -> tuple[RegionStep, ...]:
    level = question.region_level or Level.TOWNSHIP
    return region_steps(name=question.key, city=boxes.region, level=level, chosen=narrowest(texts))


def _bound(question: ShownQuestion, bound: int | str | None) -> str:
    if bound is None:
        return ""
    return yuan(bound) if question.type == "money" and isinstance(bound, int) else str(bound)


def sent_for(questions: Iterable[ShownQuestion], post: QueryDict) -> Posted:
    """What a form sent for these questions. Boxes that are all unticked send nothing, and mean none."""
    sent: dict[str, Sequence[str]] = {}
    for question in questions:
        if question.key in post:
            sent[question.key] = post.getlist(question.key)
        elif question.type == "multi_choice":
            sent[question.key] = [""]
    return sent


def posted_answers(rules: RuleFile, posted: Posted) -> dict[str, object]:
    """The answers in what a browser sent, as the catalogue's judge reads them; other names are left out."""
    return answers_from_post(rules, {name: _meant(rules, name, sent) for name, sent in posted.items()})


def _meant(rules: RuleFile, name: str, sent: Sequence[str]) -> Sequence[str]:
    question = rules.question(name)
    is_region = question is not None and question.type == "region"
    return [narrowest(sent)] if is_region else sent
