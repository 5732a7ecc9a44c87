"""What people were asked for before, as a city writes it down: every paper and step, and what became of it (M3.3, M3.4)."""

import datetime as dt
from typing import Literal

from pydantic import Field

from leyiban.catalogue.rulefile.parts import Key, Part
from leyiban.catalogue.vocabulary import Mark, PaperGone, StepGone
from leyiban.catalogue.words import Bilingual


class PaperBefore(Part):
    """A paper people brought. ``now`` is the material that stands for it today; ``how`` why nobody brings it any more.

    Without ``how`` it is still brought, as ``now``.
    """

    name: Bilingual
    now: Key | None = None
    how: PaperGone | None = None


class StepBefore(Part):
    """A step people went through, likewise; ``now`` is a step of today's flow."""

    name: Bilingual
    now: Literal["accept", "review", "decide", "finish", "deliver"] | None = None
    how: StepGone | None = None


class PapersBefore(Part):
    """``source`` says where one can read what was asked."""

    source: str = Field(min_length=1, max_length=200)
    mark: Mark
    asked: tuple[PaperBefore, ...] = Field(min_length=1, max_length=40)


class StepsBefore(Part):
    source: str = Field(min_length=1, max_length=200)
    mark: Mark
    asked: tuple[StepBefore, ...] = Field(min_length=1, max_length=30)


class Before(Part):
    """``until`` is the last day on which it was so."""

    until: dt.date
    papers: PapersBefore
    steps: StepsBefore
