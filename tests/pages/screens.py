"""``make screens`` for the handbook (``docs/counter.md``): what only somebody at work sees."""

from tests.pages.city import running
from tests.pages.stops import stops
from tests.support.browser import Pages, started
from tests.web.test_screens import KEPT, keep

_WANTED = {"counter: form": "counter-form", "workbench case, to review": "workbench-review"}
_WIDTH = 1280


def main() -> None:
    with running() as city:
        found = [stop for stop in stops(city) if stop.name in _WANTED]
        with started() as browser:
            pages = Pages(browser)
            for stop in found:
                page = pages.open("about:blank", width=_WIDTH)
                page.set_extra_http_headers({"Cookie": stop.cookies})
                page.goto(stop.address)
                keep(page, KEPT / f"{_WANTED[stop.name]}-{_WIDTH}.png")
            pages.close()


if __name__ == "__main__":
    main()
