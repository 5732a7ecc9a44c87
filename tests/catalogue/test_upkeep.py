"""What the doctor says of the catalogue."""

import datetime as dt

import pytest

from leyiban.catalogue.models import ItemSearch
from leyiban.catalogue.operations import publish_version
from leyiban.catalogue.queries import city_by_key, loaded_lawbook
from leyiban.kernel.actors import system_actor
from leyiban.kernel.upkeep import Finding, Level, health_checks
from tests.catalogue.rulefiles import FOOD, reading_of

pytestmark = pytest.mark.usefixtures("db")


def asked(now: dt.datetime) -> Finding:
    (check,) = [each for each in health_checks() if each.name == "catalogue.search"]
    return check.ask(now=now)


@pytest.mark.parametrize("before", ["nameless", "none"])
def test_items_that_search_does_not_know_are_told_until_the_city_is_loaded(
    now: dt.datetime, before: str
) -> None:
    assert asked(now).level is Level.OK
    document = ItemSearch.objects.filter(item__code=FOOD)
    if before == "none":
        document.delete()
    else:
        document.update(names=[])  # as the upgrade leaves it

    finding = asked(now)
    assert (finding.level, finding.message.split()[0]) == (Level.FAIL, "1")
    assert "leyiban city load" in finding.remedy
    publish_version(
        city=city_by_key("leshan"),
        reading=reading_of(FOOD),
        lawbook=loaded_lawbook(region="511100"),
        actor=system_actor(),
        now=now,
    )
    assert asked(now).level is Level.OK
