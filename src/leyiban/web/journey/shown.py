"""What the journey's pages show, as plain values."""

import datetime as dt
from dataclasses import dataclass

from leyiban.web.parts import Words
from leyiban.web.parts.lights import Light


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLine:
    """A draft in a list. ``corrects`` is the number of the case that it puts right."""

    name: Words
    applicant: str
    saved_at: dt.datetime
    link: str
    corrects: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """A case in a list: its first sentence is the same as on its own page. ``act``: what I must do."""

    name: Words
    number: str
    applicant: str
    sentence: str
    light: Light
    link: str
    received_at: dt.datetime
    act: str = ""
