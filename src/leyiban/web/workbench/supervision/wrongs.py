"""What was wrong with a form of supervision, beside the field that it is about."""

from collections.abc import Iterable, Mapping
from typing import Final

from leyiban.supervision.errors import ProofUnknown, SlipDaysWrong, WordsNeeded
from leyiban.web.edge import Trouble
from leyiban.web.parts.fields import Field

WORDS, PROOF, DAYS = "words", "proof", "days"
_PLACES: Final[Mapping[str, str]] = {
    WordsNeeded.code: WORDS,
    ProofUnknown.code: PROOF,
    SlipDaysWrong.code: DAYS,
}


def wrongs(trouble: Trouble | None) -> Mapping[str, str]:
    """By field; empty where nothing is wrong with what was typed."""
    if trouble is None:
        return {}
    place = _PLACES.get(trouble.code)
    return trouble.at if place is None else {place: trouble.sentence}


def complaint(trouble: Trouble | None, fields: Iterable[Field]) -> dict[str, object]:
    """What a page's list of problems needs: a line for each wrong field, else the sentence."""
    lines = [(field.first_id, field.problem) for field in fields if field.problem]
    return {"lines": lines, "sentence": trouble.sentence if trouble and not lines else ""}
