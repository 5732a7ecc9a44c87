"""A value that must be asked for: it never prints, logs, compares or pickles itself.

Reading a row does not decrypt anything. Only :meth:`Hidden.reveal` does, so every place that turns a
person's number into text can be found by its name.
"""

from typing import NoReturn, Self

from leyiban.kernel.crypto.envelopes import is_bound_to_row, key_id_of, open_sealed, seal
from leyiban.kernel.crypto.keys import field_keys

_SHOWN = "‹hidden›"


class Hidden:
    """A sealed text, the place it was sealed for, and the row it lies in ("" while it lies in none)."""

    __slots__ = ("_place", "_row", "_sealed")

    def __init__(self, sealed: bytes, *, place: str, row: str = "") -> None:
        self._sealed = sealed
        self._place = place
        self._row = row

    @classmethod
    def of(cls, text: str, *, place: str, row: str = "") -> Self:
        """Seal ``text`` for ``place`` and ``row`` with the current key."""
        return cls(seal(text.encode(), place=place, ring=field_keys(), row=row), place=place, row=row)

    @property
    def sealed(self) -> bytes:
        return self._sealed

    @property
    def place(self) -> str:
        return self._place

    @property
    def row(self) -> str:
        return self._row

    @property
    def is_current(self) -> bool:
        """Whether the current key sealed it, and for its row alone: nothing is left to do after a rotation."""
        return is_bound_to_row(self._sealed) and key_id_of(self._sealed) == field_keys().current.id

    def reveal(self) -> str:
        """The text itself.

        Raises:
            Undecipherable: the stored bytes do not open here.
        """
        return open_sealed(self._sealed, place=self._place, ring=field_keys(), row=self._row).decode()

    def found_in(self, row: str) -> "Hidden":
        """The same stored bytes, read from ``row``."""
        return Hidden(self._sealed, place=self._place, row=row)

    def moved_to(self, place: str, row: str = "") -> "Hidden":
        """The same text sealed for another place or row, with the current key."""
        return Hidden.of(self.reveal(), place=place, row=row)

    def is_bound_to(self, place: str, row: str) -> bool:
        """Whether these bytes open in this place and row only."""
        return (self._place, self._row) == (place, row) and is_bound_to_row(self._sealed)

    def __repr__(self) -> str:
        return _SHOWN

    def __str__(self) -> str:
        return _SHOWN

    def __format__(self, spec: str) -> str:
        return _SHOWN

    def __eq__(self, other: object) -> bool:
        """Whether it is the very same sealed value; equal texts have different seals."""
        return isinstance(other, Hidden) and self._all == other._all

    def __hash__(self) -> int:
        return hash(self._all)

    @property
    def _all(self) -> tuple[str, str, bytes]:
        return self._place, self._row, self._sealed

    def __reduce__(self) -> NoReturn:
        raise TypeError("a hidden value is not pickled")
