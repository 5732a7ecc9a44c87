"""The story that a demonstration tells: which item, for whom, with which answers. Data of the pack."""

from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from leyiban.catalogue.source import read_yaml
from leyiban.packs.pack import JOURNEY


class Story(BaseModel):
    """``words`` are typed into the search; ``operator`` is the mobile of who applies; ``staff`` maps a role
    to the user name that holds it in ``demo.yaml``; ``site`` is where a check takes place, ``findings`` what
    is seen there."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Literal["leyiban-journey/1"]
    words: str
    item: str
    region: str
    enterprise: str
    operator: str
    staff: dict[str, str]
    answers: dict[str, Any]
    opinion: str
    site: str
    findings: str
    reasons: str


def read_story(city: Path) -> Story:
    """Raises pydantic.ValidationError for a file of another shape."""
    return Story.model_validate(read_yaml((city / JOURNEY).read_text("utf-8"), file=JOURNEY).data)
