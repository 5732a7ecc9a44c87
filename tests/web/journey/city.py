"""Changing the city under the traveller's feet."""

import datetime as dt

from leyiban.catalogue.models import ItemVersion
from leyiban.catalogue.operations import publish_version
from leyiban.catalogue.queries import city_by_key, loaded_lawbook
from leyiban.kernel.actors import system_actor
from tests.catalogue.rulefiles import FOOD, reading_of


def publish(now: dt.datetime, *changes: tuple[str, str]) -> ItemVersion:
    """A new version of the food licence with these pieces of its text exchanged."""
    published = publish_version(
        city=city_by_key("leshan"),
        reading=reading_of(FOOD, *changes),
        lawbook=loaded_lawbook(region="511100"),
        actor=system_actor(),
        now=now,
    )
    assert published.changed
    return published.version
