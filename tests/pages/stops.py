"""Which pages are measured, in the order in which people meet them."""

from collections.abc import Iterator

from tests.pages.city import City
from tests.pages.office import at_the_office
from tests.pages.party import applying
from tests.pages.stop import ITEM, Stop
from tests.support.browser import Pages, started

_REGION = "511102"


def stops(city: City) -> list[Stop]:
    """Every page to measure; on the way a case is sent in, accepted and reviewed, another only sent in."""
    with started() as browser:
        pages = Pages(browser)
        found = [*_public(city), *applying(pages, city), *at_the_office(pages, city)]
        pages.close()
    return found


def _public(city: City) -> Iterator[Stop]:
    for name, path in (
        ("home", "/"),
        ("search with results", "/search?q=开饭店"),
        ("guide of an item", f"/items/{ITEM}?region={_REGION}"),
        ("all items", "/items"),
        ("life event", "/events/open-a-shop"),
        ("progress", "/progress"),
        ("licence check", "/licences"),
        ("list of items", "/list"),
        ("what is open", "/open"),
        ("published grants", "/open/grants"),
        ("statistics", "/open/statistics"),
        ("open hearings", "/open/hearings"),
        ("hearing: the door", "/hearings"),
        ("green channel", "/open/green"),
        ("green channel: may I", f"/open/green/test?class=medical_supplies&item={ITEM}&proof=order"),
        ("figures: what people are spared", "/open/savings"),
        ("help", "/help"),
        ("sign in", "/sign-in"),
    ):
        yield Stop(name=name, address=f"{city.url}{path}")
