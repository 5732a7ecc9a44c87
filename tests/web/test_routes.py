"""Every page asks for a right, and every page that changes something refuses a plain GET."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from leyiban.web.edge import right_of


def pages(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            if entry.namespace != "api-v1":
                yield from pages(entry, path)
        else:
            yield path, entry


def of_web() -> list[tuple[str, URLPattern]]:
    return [
        (path, entry)
        for path, entry in pages(get_resolver())
        if entry.callback.__module__.startswith("leyiban.web")
    ]


def test_every_page_asks_for_a_right() -> None:
    without = [path for path, entry in of_web() if right_of(entry.callback) is None]

    assert without == []
    assert len(of_web()) > 10
