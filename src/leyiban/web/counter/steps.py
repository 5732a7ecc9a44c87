"""The three steps of a draft at the counter: the form, the papers, the signature."""

from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from leyiban.cases.queries import DraftPage
from leyiban.cases.slots import SIGNATURE
from leyiban.web.wording import gettext, ngettext

FORM: Final = "form"
PAPERS: Final = "papers"
FINISH: Final = "finish"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """``note`` says what is missing; empty when nothing is."""

    key: str
    name: str
    link: str
    here: bool
    note: str


def steps_of(opened: DraftPage, *, here: str) -> tuple[Step, ...]:
    """The steps with what each still lacks."""
    missing = dict.fromkeys(("form.", "materials."), 0)
    for problem in opened.problems:
        for part in missing:
            missing[part] += problem.field.startswith(part)
    signed = SIGNATURE in opened.papers
    told = (
        (FORM, gettext("填表"), "web:counter_draft", _lacking(missing["form."])),
        (PAPERS, gettext("收材料"), "web:counter_papers", _lacking(missing["materials."])),
        (FINISH, gettext("签字和提交"), "web:counter_finish", "" if signed else gettext("还没签字")),
    )
    return tuple(
        Step(
            key=key,
            name=name,
            link=reverse(address, kwargs={"key": opened.draft.key}),
            here=key == here,
            note=note,
        )
        for key, name, address, note in told
    )


def _lacking(count: int) -> str:
    return ngettext("还差%(n)s项", "还差%(n)s项", count) % {"n": count} if count else ""
