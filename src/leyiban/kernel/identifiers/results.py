"""The answer of every check: the value in its one written form, or why it cannot be right."""

from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias

from leyiban.kernel.identifiers.wording import Reason, sentence


@dataclass(frozen=True, slots=True)
class Valid:
    """``value`` is normalised: half-width, without blanks, letters as the standard writes them.

    ``warnings``: what is odd about it without making it wrong.
    """

    value: str
    warnings: tuple[Reason, ...] = ()
    valid: ClassVar[Literal[True]] = True


@dataclass(frozen=True, slots=True)
class Invalid:
    """``reason`` is stable and for programs; :meth:`message` is for the person who typed."""

    reason: Reason
    valid: ClassVar[Literal[False]] = False

    def message(self, language: str = "zh") -> str:
        """A sentence that says what to do, in Chinese unless ``language`` begins with ``en``."""
        return sentence(self.reason, language)


Checked: TypeAlias = Valid | Invalid
