"""What a move's form consists of, as plain values; ``workbench/moves.html`` draws them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from django.http import QueryDict
from django.urls import reverse

from leyiban.cases.models import Case
from leyiban.cases.queries import CaseFile
from leyiban.catalogue.rulefile import needed_materials
from leyiban.kernel.errors import FieldProblem, InvalidInput
from leyiban.kernel.moments import city_date
from leyiban.web.edge import Trouble, Visit
from leyiban.web.parts import Words
from leyiban.web.parts.fields import Choice, Field, FieldKind
from leyiban.web.parts.workbench import Point

LONGEST_TEXT: Final = 2000  # characters of an opinion or of reasons
LONGEST_LINE: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A button. ``key`` presses it from the keyboard; ``action`` is where it sends its form."""

    label: str
    action: str
    key: str = ""
    quiet: bool = False
    danger: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DefectLine:
    """A field or material that may be put right: ticked, with what is wrong and how to fix it.

    ``now`` shows what stands there; ``phrases`` are ready pairs, the first text of each is shown.
    """

    target: str
    name: Words
    now: str
    is_paper: bool
    ticked: bool
    what: str
    how: str
    phrases: tuple[Choice, ...]
    phrase: str = ""
    problem: str = ""

    @property
    def id(self) -> str:
        return "d-" + self.target.replace(".", "-").replace("_", "-")


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveForm:
    """One form. ``title`` heads it; ``lead`` says what pressing does; ``file`` is a file input.

    ``suggest`` is where a sentence made from the points is asked for, ``suggestion_for`` the box it goes into.
    ``link`` leads to a page of the move's own, instead of ``presses``.
    """

    move: str
    title: str
    presses: tuple[Press, ...]
    lead: str = ""
    points: tuple[Point, ...] = ()
    defects: tuple[DefectLine, ...] = ()
    fields: tuple[Field, ...] = ()
    file: Field | None = None
    suggest: str = ""
    suggestion_for: str = ""
    sentence: str = ""
    problems: tuple[tuple[str, str], ...] = ()
    is_open: bool = False
    link: str = ""
    link_text: str = ""

    @property
    def id(self) -> str:
        return "move-" + self.move.replace("_", "-")


@dataclass(frozen=True, slots=True)
class Desk:
    """What a form is drawn from: the file, and what was typed and refused just now, if anything.

    ``typed`` and ``trouble`` belong to the move named ``refused``; every other form is fresh.
    """

    visit: Visit
    file: CaseFile
    refused: str = ""
    typed: QueryDict | None = None
    trouble: Trouble | None = None

    @property
    def case(self) -> Case:
        return self.file.case

    def may(self, move: str) -> bool:
        """Whether the table allows the reader this move now."""
        return any(each.name == move for each in self.file.moves)

    def label(self, move: str) -> str:
        return next((str(each.label) for each in self.file.moves if each.name == move), move)

    def text(self, name: str, *moves: str, default: str = "") -> str:
        """What stands in a box of one of ``moves``: what was typed just now, else ``default``."""
        if self.typed is None or self.refused not in moves:
            return default
        return str(self.typed.get(name, default))

    def problem(self, name: str, *moves: str) -> str:
        if self.trouble is None or self.refused not in moves:
            return ""
        return self.trouble.at.get(name, "")

    def sentence(self, *moves: str) -> str:
        """What was wrong with the whole form, where no field says it."""
        if self.trouble is None or self.refused not in moves or self.trouble.at:
            return ""
        return self.trouble.sentence

    @property
    def listed(self) -> frozenset[str]:
        """The materials that these answers call for."""
        today = city_date(self.visit.now)
        needed = needed_materials(self.file.rules, self.file.answers, today=today)
        return frozenset(each.material.key for each in needed)

    def suggest(self, move: str) -> str:
        """Where a sentence made from the points of this move is asked for."""
        return reverse("web:workbench_suggestion", kwargs={"number": self.case.number, "move": move})

    def action(self, move: str) -> str:
        """Where the move's form is sent."""
        return reverse("web:workbench_move", kwargs={"number": self.case.number, "move": move})


@dataclass(frozen=True, slots=True)
class Act:
    """A form that was sent: by whom, about which case, as of which version."""

    visit: Visit
    case: Case
    version: int
    posted: QueryDict

    def text(self, name: str) -> str:
        return str(self.posted.get(name, "")).strip()


@dataclass(frozen=True, slots=True)
class OnDesk:
    """How one move is asked for and made. ``make`` calls the one operation and raises what it refuses; a move
    that has a page of its own has none."""

    form: Callable[[Desk], MoveForm]
    make: Callable[[Act], None] | None = None


def long_text(
    desk: Desk,
    name: str,
    label: Words,
    *moves: str,
    hint: Words = "",
    required: bool = True,
    default: str = "",
) -> Field:
    """A box for several lines, with what was typed in it."""
    return Field(
        kind=FieldKind.LONG_TEXT,
        name=name,
        label=label,
        hint=hint,
        value=desk.text(name, *moves, default=default),
        problem=desk.problem(name, *moves),
        required=required,
        max_length=LONGEST_TEXT,
    )


def choice(
    desk: Desk, name: str, label: Words, choices: tuple[Choice, ...], *moves: str, required: bool = True
) -> Field:
    """A choice, with what was chosen."""
    return Field(
        kind=FieldKind.CHOICE,
        name=name,
        label=label,
        choices=choices,
        value=desk.text(name, *moves),
        problem=desk.problem(name, *moves),
        required=required,
    )


def several(
    desk: Desk, name: str, label: Words, choices: tuple[Choice, ...], *moves: str, hint: Words = ""
) -> Field:
    """A choice of several, with what was chosen."""
    typed = desk.typed if desk.refused in moves else None
    return Field(
        kind=FieldKind.MULTI_CHOICE,
        name=name,
        label=label,
        hint=hint,
        choices=choices,
        values=() if typed is None else tuple(typed.getlist(name)),
        problem=desk.problem(name, *moves),
    )


def line(
    desk: Desk,
    name: str,
    label: Words,
    *moves: str,
    kind: FieldKind = FieldKind.TEXT,
    hint: Words = "",
    default: str = "",
    example: str = "",
    maximum: str = "",
) -> Field:
    """A box for one line, with what was typed in it."""
    return Field(
        kind=kind,
        name=name,
        label=label,
        hint=hint,
        example=example,
        value=desk.text(name, *moves, default=default),
        problem=desk.problem(name, *moves),
        maximum=maximum,
        max_length=LONGEST_LINE,
    )


def lines_of(
    desk: Desk, fields: tuple[Field, ...], points: tuple[Point, ...], *moves: str
) -> tuple[tuple[str, str], ...]:
    """Every problem of the form with the id of its place, in the order of the page."""
    if desk.trouble is None or desk.refused not in moves:
        return ()
    ids = {each.name: each.first_id for each in fields} | {point.key: point.id for point in points}
    return tuple((ids.get(name, ""), problem) for name, problem in desk.trouble.at.items())


def missing(act: Act, name: str, message: str) -> list[FieldProblem]:
    """A problem where a box that must be filled is empty."""
    return [] if act.text(name) else [FieldProblem(name, "required", message)]


def not_among(act: Act, name: str, known: Iterable[str], message: str) -> list[FieldProblem]:
    """A problem where nothing, or nothing known, was chosen."""
    return [] if act.text(name) in known else [FieldProblem(name, "required", message)]


def check(*problems: FieldProblem) -> None:
    """Raises:
    InvalidInput: with all of them, if there are any.
    """
    if problems:
        raise InvalidInput(problems=problems)
