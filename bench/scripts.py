"""From recordings of one act on several subjects to a ``pgbench`` script that sends the same statements.

A parameter is explained by the first of these that holds in every recording: it is always the same; it counts with
the subject; an earlier statement returned it; it is a text around one of these. What nothing explains (a salt, a
sealed text) is sent as it was recorded. Each parameter is bound, not written into the text, as the driver binds it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from psycopg import postgres
from psycopg.adapt import PyFormat, Transformer

from bench.recording import Recording, Statement

_CONSTANTS = {None: "NULL", True: "true", False: "false"}
_SERIAL_DIGITS = 6  # of a case number, filled up with zeros
_UNTYPED = frozenset({0, postgres.types["text"].oid})


@dataclass(frozen=True, slots=True)
class Script:
    """``text`` for ``pgbench -f``; ``definitions`` for its ``-D``. Each client counts ``n`` up by one before an act.

    ``statements`` counts ``BEGIN`` and ``COMMIT`` too.
    """

    text: str
    definitions: dict[str, str]
    statements: int


def script_of(recordings: Sequence[Recording], subjects: Sequence[int]) -> Script:
    """The script of an act that was recorded on the subjects with these numbers.

    Raises:
        ValueError: the recordings differ in more than parameters.
    """
    if len({tuple(map(_shape, recording.statements)) for recording in recordings}) > 1:
        raise ValueError("the act does not always send the same statements")
    writer = _Writer(recordings, subjects)
    texts = [writer.statement(place) for place in range(len(recordings[0].statements))]
    lines = [
        f"{text} \\gset r{place}_" if place in writer.kept else f"{text};" for place, text in enumerate(texts)
    ]
    body = "\n".join(["\\set n :n + 1", "BEGIN;", *lines, "COMMIT;", ""])
    return Script(body, writer.definitions, len(lines) + 2)


@dataclass
class _Writer:
    """``kept`` are the places of the statements from which a later one needs a returned value."""

    recordings: Sequence[Recording]
    subjects: Sequence[int]
    definitions: dict[str, str] = field(default_factory=dict)
    kept: set[int] = field(default_factory=set)

    def statement(self, place: int) -> str:
        """The statement on one line, its parameters explained."""
        same = [recording.statements[place] for recording in self.recordings]
        columns = zip(*(statement.parameters for statement in same), strict=True)
        parameters = [self._explained(f"p{place}_{at}", values, place) for at, values in enumerate(columns)]
        return " ".join(same[0].rendered(parameters).split())

    def _explained(self, name: str, values: Sequence[Any], place: int) -> str:
        first = values[0]
        if first is None or isinstance(first, bool):
            return _CONSTANTS[first]
        texts = [_text(value) for value in values]
        if len(set(texts)) == 1:
            return self._sent(name, first)
        if isinstance(first, list):
            elements = zip(*values, strict=True)
            inner = (self._explained(f"{name}_{at}", each, place) for at, each in enumerate(elements))
            return f"ARRAY[{', '.join(inner)}]"
        found = self._counted(values) or self._returned(texts, place)
        if found:
            return f"{found}::bigint" if isinstance(first, int) else found
        around = self._around(texts, place) if isinstance(first, str) else ""
        return around or self._sent(name, first)

    def _sent(self, name: str, value: Any) -> str:
        if value == "":
            return "''"  # pgbench takes no empty definition
        self.definitions[name] = _text(value)
        return f":{name}{_cast(value)}"

    def _counted(self, values: Sequence[Any]) -> str:
        """The parameter counts one for one with the subject."""
        if not isinstance(values[0], int):
            return ""
        offsets = {value - subject for value, subject in zip(values, self.subjects, strict=True)}
        return f"(:n + {offsets.pop()})" if len(offsets) == 1 else ""

    def _returned(self, texts: Sequence[str], place: int) -> str:
        """An earlier statement returned the parameter."""
        for earlier, column, found in self._found_before(place):
            if found == texts:
                self.kept.add(earlier)
                return f":r{earlier}_{column}"
        return ""

    def _around(self, texts: Sequence[str], place: int) -> str:
        """The text holds the subject's number, or a serial number that was returned."""
        numbers = [str(subject) for subject in self.subjects]
        if _each_in(numbers, texts):
            return _concatenated(texts[0], numbers[0], ":n::text")
        for earlier, column, found in self._found_before(place):
            serials = [(text or "").rjust(_SERIAL_DIGITS, "0") for text in found]
            if _each_in(serials, texts) and len(set(serials)) > 1:
                self.kept.add(earlier)
                padded = f"lpad(:r{earlier}_{column}::text, {_SERIAL_DIGITS}, '0')"
                return _concatenated(texts[0], serials[0], padded)
        return ""

    def _found_before(self, place: int) -> Iterator[tuple[int, str, list[str | None]]]:
        for earlier in range(place):
            for column in self.recordings[0].statements[earlier].returned:
                yield (
                    earlier,
                    column,
                    [each.statements[earlier].returned.get(column) for each in self.recordings],
                )


def _shape(statement: Statement) -> str:
    """A savepoint has a name of its own each time."""
    word = statement.text.split(maxsplit=1)[0]
    return word if word in ("SAVEPOINT", "RELEASE") else statement.text


def _each_in(parts: Sequence[str], texts: Sequence[str]) -> bool:
    return all(part in text for part, text in zip(parts, texts, strict=True))


def _concatenated(text: str, part: str, variable: str) -> str:
    before, after = text.split(part, 1)
    return f"({_quoted(before)} || {variable} || {_quoted(after)})"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _text(value: Any) -> str:
    """The value as the driver writes it on the wire."""
    written = Transformer().get_dumper(value, PyFormat.TEXT).dump(value) if value is not None else b""
    return bytes(written or b"").decode()


def _cast(value: Any) -> str:
    """The type that the driver gives the parameter; a text goes without one."""
    oid = Transformer().get_dumper(value, PyFormat.TEXT).oid
    found = None if oid in _UNTYPED else postgres.types.get(oid)
    return "" if found is None else f"::{found.regtype}{'[]' if oid == found.array_oid else ''}"
