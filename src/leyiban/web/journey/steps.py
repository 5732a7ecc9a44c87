"""The steps of a draft: pages of questions, papers, and the check before it is sent."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from leyiban.cases.queries import DraftPage
from leyiban.catalogue.rulefile import FormPage, form_pages
from leyiban.catalogue.words import active_lang
from leyiban.kernel.errors import FieldProblem
from leyiban.kernel.moments import city_date
from leyiban.web.parts import Words
from leyiban.web.wording import gettext

PAPERS: Final = "papers"
CHECK: Final = "check"
BACK_TO_CHECK: Final = "check"  # the value of ``back`` that leads from a page back to the check


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step. ``left`` is how much on it still stands between the draft and its submission."""

    key: str
    name: Words
    link: str
    number: int
    left: int

    @property
    def done(self) -> bool:
        return self.left == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """``steps`` in their order, the check last; ``pages`` are those of questions, by the same keys."""

    steps: tuple[Step, ...]
    pages: tuple[FormPage, ...]

    @property
    def total(self) -> int:
        return len(self.steps)

    def of(self, key: str) -> Step | None:
        return next((step for step in self.steps if step.key == key), None)

    def page(self, key: str) -> FormPage | None:
        return next((page for page in self.pages if page.key == key), None)

    def after(self, key: str) -> Step:
        """The next step; the check is its own next."""
        here = next((index for index, step in enumerate(self.steps) if step.key == key), -1)
        return self.steps[min(here + 1, self.total - 1)]

    def before(self, key: str) -> Step | None:
        here = next((index for index, step in enumerate(self.steps) if step.key == key), 0)
        return self.steps[here - 1] if here > 0 else None

    @property
    def open(self) -> Step:
        """Where to go on: the first step that is not finished."""
        return next((step for step in self.steps if not step.done), self.steps[-1])


def steps_of(page: DraftPage, *, now: dt.datetime) -> Steps:
    """What these answers lead to."""
    pages = form_pages(page.rules, active_lang(), values=page.answers, today=city_date(now))
    parts: list[tuple[str, Words, str, int]] = [
        (each.key, each.title, form_link(page.draft.key, each.key), _wrong_on(each, page.problems))
        for each in pages
    ]
    if page.materials:
        left = sum(problem.field.startswith("materials.") for problem in page.problems)
        parts.append((PAPERS, gettext("交材料"), papers_link(page.draft.key), left))
    parts.append((CHECK, gettext("检查一遍"), check_link(page.draft.key), 1))
    return Steps(
        steps=tuple(
            Step(key=key, name=name, link=link, number=number, left=left)
            for number, (key, name, link, left) in enumerate(parts, 1)
        ),
        pages=pages,
    )


def _wrong_on(page: FormPage, problems: Sequence[FieldProblem]) -> int:
    fields = {f"form.{question.key}" for question in page.questions}
    return sum(problem.field in fields for problem in problems)


def place_of(target: str, key: str, steps: Steps) -> str:
    """The address of the very field or slot that ``form.<question>`` or ``materials.<key>`` names."""
    part, _, name = target.partition(".")
    if part == "materials":
        return f"{papers_link(key)}#p-{name}"
    for page in steps.pages:
        if any(question.key == name for question in page.questions):
            return f"{form_link(key, page.key)}#f-{name}"
    return check_link(key)


def draft_link(key: str) -> str:
    return reverse("web:draft", kwargs={"key": key})


def form_link(key: str, step: str) -> str:
    return reverse("web:draft_form", kwargs={"key": key, "step": step})


def papers_link(key: str) -> str:
    return reverse("web:draft_papers", kwargs={"key": key})


def check_link(key: str) -> str:
    return reverse("web:draft_check", kwargs={"key": key})
