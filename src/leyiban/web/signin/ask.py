"""A page with one question: what it asks, the button, and what else one can do."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from leyiban.kernel import security_log
from leyiban.kernel.errors import Refusal
from leyiban.web.edge import Trouble
from leyiban.web.failures import WATCHED
from leyiban.web.parts import Words
from leyiban.web.parts.fields import Field
from leyiban.web.parts.screens import Way
from leyiban.web.wording import speak

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """An input that a form field of an item never is: a one-time code, a password, a user name."""

    name: str
    label: str
    type: str = "text"
    autocomplete: str = "off"
    inputmode: str = "text"
    hint: str = ""
    problem: str = ""
    value: str = ""
    max_length: int = 128

    @property
    def id(self) -> str:
        return f"f-{self.name}"

    @property
    def described_by(self) -> str:
        """The ids of hint and error, in reading order, for ``aria-describedby``."""
        present = (("hint", self.hint), ("error", self.problem))
        return " ".join(f"{self.id}-{part}" for part, there in present if there)


Question = Field | Typed


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """``sentence`` and ``lines`` say what was wrong; ``ways`` are the other doors, quieter than the button.

    ``other`` is a second button beside the first: the name it sends, and its words.
    """

    title: str
    button: str
    lead: Words = ""
    questions: tuple[Question, ...] = ()
    other: tuple[str, str] | None = None
    hidden: tuple[tuple[str, str], ...] = ()
    sentence: str = ""
    lines: tuple[tuple[str, str], ...] = field(default=())
    ways: tuple[Way, ...] = ()
    note: Words = ""


def one_time_code(*, name: str = "code", label: str, hint: str = "", problem: str = "") -> Typed:
    return Typed(
        name=name,
        label=label,
        autocomplete="one-time-code",
        inputmode="numeric",
        hint=hint,
        problem=problem,
        max_length=12,
    )


def password(
    *, name: str = "password", label: str, new: bool = False, hint: str = "", problem: str = ""
) -> Typed:
    return Typed(
        name=name,
        label=label,
        type="password",
        autocomplete="new-password" if new else "current-password",
        hint=hint,
        problem=problem,
    )


def lines_of(trouble: Trouble | None, questions: tuple[Question, ...]) -> tuple[tuple[str, str], ...]:
    """Each problem with the id of its field, in the order of the page."""
    if trouble is None:
        return ()
    ids = {question.name: _focus(question) for question in questions}
    return tuple((ids.get(name, ""), speak(problem)) for name, problem in trouble.at.items())


def sentence_of(trouble: Trouble | None) -> str:
    """The trouble in one sentence; empty when its fields say it all."""
    return "" if trouble is None or trouble.at else speak(trouble.sentence)


def problem_at(trouble: Trouble | None, name: str) -> str:
    return "" if trouble is None else speak(trouble.at.get(name, ""))


def _focus(question: Question) -> str:
    return question.first_id if isinstance(question, Field) else question.id


def tried(act: Callable[[], T]) -> T | Trouble:
    """Call something that may refuse whoever is at the door: every refusal is shown on the same page.

    Unlike :func:`leyiban.web.edge.attempt`, which hands "wrong password" to an error page.
    """
    try:
        return act()
    except Refusal as refusal:
        if refusal.kind in WATCHED:
            security_log.sign_in_failed(step=act.__qualname__.partition(".")[0], reason=refusal.code)
        return Trouble.of(refusal)
