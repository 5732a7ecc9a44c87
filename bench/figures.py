"""Figures: what was measured, beside what limits it. Pure."""

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """For one act: statements sent, rows read or written, processor milliseconds of our processes and of
    PostgreSQL. None where it was not looked at."""

    statements: int | None = None
    rows: int | None = None
    ours_ms: float | None = None
    database_ms: float | None = None

    @property
    def total_ms(self) -> float | None:
        """All of it; None unless both are known."""
        return None if self.ours_ms is None or self.database_ms is None else self.ours_ms + self.database_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of the table.

    Args:
        rounds: (the thing, its limit) per round, measured in turn; in ``unit``.
        target: what the ratio must reach, or, where ``at_most``, must not pass.
    """

    name: str
    against: str
    unit: str
    rounds: Sequence[tuple[float, float]]
    target: float
    at_most: bool = False
    cost: Cost = Cost()
    limit_cost: Cost = Cost()

    @property
    def ratio(self) -> float:
        """The median of the rounds' own ratios: what else the machine did meanwhile met both sides of a round."""
        return median(thing / limit for thing, limit in self.rounds)

    @property
    def reached(self) -> bool:
        return self.ratio <= self.target if self.at_most else self.ratio >= self.target

    @property
    def by_processor(self) -> float | None:
        """The ratio by processor time alone: steadier than rates on a machine that does other work too."""
        thing, limit = self.cost.total_ms, self.limit_cost.total_ms
        return None if thing is None or limit is None or self.at_most else limit / thing

    @property
    def thing(self) -> float:
        return median(thing for thing, _ in self.rounds)

    @property
    def limit(self) -> float:
        return median(limit for _, limit in self.rounds)

    def as_json(self) -> dict[str, Any]:
        """Everything, for programs."""
        measured = {"ratio": self.ratio, "reached": self.reached, "thing": self.thing, "limit": self.limit}
        return dataclasses.asdict(self) | measured


def middle_cost(costs: Sequence[Cost], *, sent: Cost = Cost()) -> Cost:
    """The medians of what several rounds cost, with the statements and rows of ``sent``."""
    return Cost(
        statements=sent.statements,
        rows=sent.rows,
        ours_ms=_middle(cost.ours_ms for cost in costs),
        database_ms=_middle(cost.database_ms for cost in costs),
    )


def _middle(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return median(known) if known else None


def table(figures: Sequence[Figure]) -> str:
    """A Markdown table, its columns aligned so that a terminal shows it well too."""
    head = ["figure", "ratio", "target", "reached", "by CPU", "beside", "it", "limit", "statements", "rows"]
    head += ["CPU ms: it", "database", "limit"]
    return aligned([head, *(_line(figure) for figure in figures)])


def _line(figure: Figure) -> list[str]:
    return [
        figure.name,
        f"{figure.ratio:.2f}",
        f"{'≤' if figure.at_most else '≥'} {figure.target:g}",
        "yes" if figure.reached else "no",
        "" if figure.by_processor is None else f"{figure.by_processor:.2f}",
        figure.against,
        f"{_short(figure.thing)} {figure.unit}",
        f"{_short(figure.limit)} {figure.unit}",
        _whole(figure.cost.statements),
        _whole(figure.cost.rows),
        _milliseconds(figure.cost.ours_ms),
        _milliseconds(figure.cost.database_ms),
        _milliseconds(figure.limit_cost.total_ms),
    ]


def aligned(lines: Sequence[Sequence[str]]) -> str:
    """A Markdown table whose columns are as wide as their widest cell; the first line is its head."""
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    rows = [
        "| " + " | ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)) + " |"
        for line in lines
    ]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([rows[0], rule, *rows[1:]])


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def _whole(value: int | None) -> str:
    return "" if value is None else str(value)


def _milliseconds(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"
