"""A value that must be asked for: it never prints, logs, compares or pickles itself.

Reading a row does not decrypt anything. Only :meth:`Hidden.reveal` does, so every place that turns a
person's number into text can be found by its name.
"""

from typing import NoReturn, Self

from leyiban.kernel.crypto.envelopes import open_sealed, seal
from leyiban.kernel.crypto.keys import field_keys

_SHOWN = "‹hidden›"


class Hidden:
    """A sealed text and the place it was sealed for."""

    __slots__ = ("_place", "_sealed")

    def __init__(self, sealed: bytes, *, place: str) -> None:
        self._sealed = sealed
        self._place = place

    @classmethod
    def of(cls, text: str, *, place: str) -> Self:
        """Seal ``text`` for ``place`` with the current key."""
        return cls(seal(text.encode(), place=place, ring=field_keys()), place=place)

    @property
    def sealed(self) -> bytes:
        return self._sealed

    @property
    def place(self) -> str:
        return self._place

    def reveal(self) -> str:
        """The text itself.

        Raises:
            Undecipherable: the stored bytes do not open here.
        """
        return open_sealed(self._sealed, place=self._place, ring=field_keys()).decode()

    def moved_to(self, place: str) -> "Hidden":
        """The same text sealed for another place, with the current key."""
        return Hidden.of(self.reveal(), place=place)

    def __repr__(self) -> str:
        return _SHOWN

    def __str__(self) -> str:
        return _SHOWN

    def __format__(self, spec: str) -> str:
        return _SHOWN

    def __eq__(self, other: object) -> bool:
        """Whether it is the very same sealed value; equal texts have different seals."""
        return isinstance(other, Hidden) and (self._place, self._sealed) == (other._place, other._sealed)

    def __hash__(self) -> int:
        return hash((self._place, self._sealed))

    def __reduce__(self) -> NoReturn:
        raise TypeError("a hidden value is not pickled")
