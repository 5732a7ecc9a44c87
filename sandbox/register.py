"""The registers of people and of enterprises that the outside world keeps; every entry is invented."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

Status = Literal["in_operation", "cancelled", "revoked", "suspended"]


class Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Person(Entry):
    """``level`` is the real-name level that the person has proven to the province (1–3)."""

    name: str
    resident_id: str
    phone: str = ""
    level: Literal[1, 2, 3] = 2
    address: str = ""

    @property
    def masked_id(self) -> str:
        return f"{self.resident_id[:4]}{'*' * 10}{self.resident_id[-4:]}"


class Enterprise(Entry):
    """``legal_representative`` is the resident id of a person of the same register."""

    name: str
    uscc: str
    kind: str
    status: Status
    legal_representative: str
    address: str
    established: str
    scope: str


class _File(Entry):
    about: str = ""
    persons: tuple[Person, ...]
    enterprises: tuple[Enterprise, ...]


@dataclass(frozen=True, slots=True)
class Register:
    persons: Mapping[str, Person]  # by resident id
    enterprises: Mapping[str, Enterprise]  # by unified social credit code

    def representative_of(self, enterprise: Enterprise) -> Person:
        return self.persons[enterprise.legal_representative]


def load_register(path: Path) -> Register:
    """Read a register file; a representative who is not in it is an error of the file."""
    file = _File.model_validate_json(path.read_bytes())
    persons = {person.resident_id: person for person in file.persons}
    for enterprise in file.enterprises:
        if enterprise.legal_representative not in persons:
            raise ValueError(f"{path}: the representative of {enterprise.name} is not among the persons")
    return Register(persons, {enterprise.uscc: enterprise for enterprise in file.enterprises})
