"""A sealed value opens in its own row only, and a rotation carries every row of every domain along."""

import base64
import datetime as dt
from typing import Any

import pytest
from django.db import connection

from leyiban.cases.models import Case
from leyiban.kernel.crypto import Hidden, Undecipherable, key_id_of
from leyiban.kernel.privacy.parts import sealed_fields, sealed_models
from leyiban.kernel.privacy.rotation import rotate_now
from leyiban.kernel.privacy.upkeep import seals
from leyiban.kernel.upkeep import Level
from leyiban.people.models import Party
from tests.cases.world import World
from tests.people.people import party_of, proven, resident_id

pytestmark = pytest.mark.usefixtures("db")


def stored(model: Any, column: str, pk: int) -> bytes:
    """The bytes of a column as they lie in the database."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {model._meta.db_table} WHERE id = %s", [pk])
        return bytes(cursor.fetchone()[0])


def write(model: Any, column: str, pk: int, value: bytes) -> None:
    """What somebody with a hand in the database does."""
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {model._meta.db_table} SET {column} = %s WHERE id = %s", [value, pk])


def test_a_number_copied_into_another_persons_row_does_not_open(now: dt.datetime) -> None:
    victim, thief = (party_of(proven(now, number=resident_id())) for _ in range(2))
    write(Party, "id_number", thief.pk, stored(Party, "id_number", victim.pk))

    with pytest.raises(Undecipherable):
        Party.objects.get(pk=thief.pk).id_number.reveal()
    with pytest.raises(Undecipherable):
        Party.objects.defer("id_number").get(pk=thief.pk).id_number.reveal()
    assert Party.objects.get(pk=victim.pk).id_number.reveal() == victim.id_number.reveal()


def test_a_value_given_to_another_row_by_the_program_opens_there(now: dt.datetime) -> None:
    one, other = (party_of(proven(now, number=resident_id())) for _ in range(2))
    number = one.id_number.reveal()
    one.id_number, other.id_number = other.id_number, one.id_number
    other.save(update_fields=["id_number"])

    assert Party.objects.get(pk=other.pk).id_number.reveal() == number


def test_a_sealed_value_is_never_written_without_its_row(now: dt.datetime) -> None:
    party = party_of(proven(now))
    for value in ("13900000000", Hidden.of("13900000000", place="people.party.phone")):
        with pytest.raises(TypeError, match="saving its row"):
            Party.objects.filter(pk=party.pk).update(phone=value)


def test_the_key_comes_first_in_every_table_with_sealed_fields() -> None:
    """A value learns its row when the row is read, so the key has to be read before it."""
    assert len(sealed_models()) > 10
    for model in sealed_models():
        assert model._meta.concrete_fields[0].primary_key, model


def test_what_an_older_release_stored_opens_and_is_bound_by_the_rotation(now: dt.datetime) -> None:
    party = party_of(proven(now))
    number = party.id_number.reveal()
    write(Party, "id_number", party.pk, Hidden.of(number, place="people.party.id_number").sealed)
    assert Party.objects.get(pk=party.pk).id_number.reveal() == number
    assert "people.party" in seals(now=now).message

    assert rotate_now(now=now) == 1
    assert seals(now=now).level is Level.OK
    assert Party.objects.get(pk=party.pk).id_number.is_current
    assert rotate_now(now=now) == 0


def test_after_a_rotation_nothing_of_any_domain_needs_the_old_key(now: dt.datetime, settings: Any) -> None:
    case = World(now).submitted()
    old = settings.FIELD_KEYS
    fresh = f"k2 {base64.b64encode(b'2' * 32).decode()}"
    settings.FIELD_KEYS = f"{old}\n{fresh}"
    rotate_now(now=now, batch=3)
    settings.FIELD_KEYS = fresh

    opened = set()
    for model in sealed_models():
        for row in model._default_manager.all():
            for field in sealed_fields(model):
                if (hidden := getattr(row, field.attname)) is not None:
                    hidden.reveal()
                    assert key_id_of(hidden.sealed) == "k2"
                    opened.add(field.place)
    assert {"cases.case.answers", "cases.case.query_code", "people.party.id_number"} <= opened
    assert Case.objects.get(pk=case.pk).answers.reveal() != ""
