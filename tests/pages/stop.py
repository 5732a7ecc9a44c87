"""One page to measure, and as whom one sees it."""

from dataclasses import dataclass

from playwright.sync_api import Page

ITEM = "food-business-new"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """``seen_by`` is empty for a page that everybody may see; ``cookies`` make the browser that person's."""

    name: str
    address: str
    seen_by: str = ""
    cookies: str = ""

    @property
    def private(self) -> bool:
        """Whether it asks search engines to stay away; by intention, so that no score counts it."""
        return bool(self.seen_by)


def seen_in(page: Page, seen_by: str, *, name: str, address: str = "") -> Stop:
    """The page that is open, or the one at ``address``, as whoever sits at this browser sees it."""
    kept = page.context.cookies(page.url)
    cookies = "; ".join(f"{each['name']}={each['value']}" for each in kept)
    return Stop(name=name, address=address or page.url.partition("#")[0], seen_by=seen_by, cookies=cookies)
