"""Every route there is, whatever face it belongs to, with the right it asks for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter

from leyiban.api.frame.door import asks_of
from leyiban.api.v1 import api
from leyiban.kernel.rights import Right
from leyiban.web.edge import right_of


@dataclass(frozen=True, slots=True)
class Route:
    """``right`` is None where nothing is asked. ``names`` are the parameters of the address, as they are written;
    ``whole`` those of them that are whole numbers."""

    path: str
    methods: tuple[str, ...]
    right: Right | None
    names: tuple[str, ...]
    whole: frozenset[str] = frozenset()

    def address(self, known: Mapping[str, object]) -> str:
        """The address of something that exists; what we know nothing about is made up."""
        address = self.path
        for name in self.names:
            before, _, rest = address.partition(f"{{{name}}}")
            value = known.get(name, 1)
            address = f"{before}{1 if name in self.whole and not isinstance(value, int) else value}{rest}"
        return f"/{address}"


def all_routes() -> list[Route]:
    return [*_pages(get_resolver()), *_endpoints()]


def _pages(resolver: URLResolver, prefix: str = "") -> Iterator[Route]:
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _pages(entry, path)
        elif not entry.callback.__module__.startswith("ninja"):
            yield _page(path, entry)


def _page(path: str, entry: URLPattern) -> Route:
    names: dict[str, Any] = entry.pattern.converters or entry.pattern.regex.groupindex  # type: ignore[union-attr]
    whole = frozenset(name for name, kind in names.items() if isinstance(kind, IntConverter))
    return Route(_plain(path, names), ("GET", "POST"), right_of(entry.callback), tuple(names), whole)


def _plain(path: str, names: Mapping[str, Any]) -> str:
    """``items/<slug:code>`` → ``items/{code}``; likewise the few that are regular expressions."""
    for name in names:
        start = path.find(f"(?P<{name}>")
        if start >= 0:
            end, depth = start, 0
            while depth or end == start:
                depth += {"(": 1, ")": -1}.get(path[end], 0)
                end += 1
            path = f"{path[:start]}{{{name}}}{path[end:]}"
        else:
            kind = path[: path.find(f"{name}>")].rpartition("<")[2]
            path = path.replace(f"<{kind}{name}>", f"{{{name}}}")
    return path.lstrip("^").rstrip("$")


def _endpoints() -> Iterator[Route]:
    for router in api._get_bound_routers():
        for path, view in router.path_operations.items():
            for operation in view.operations:
                whole = "/".join(
                    part.strip("/") for part in ("api/v1", router.prefix, path) if part.strip("/")
                )
                names = tuple(_names_in(whole))
                for name in names:
                    whole = whole.replace(f"{{int:{name}}}", f"{{{name}}}")
                yield Route(whole, tuple(operation.methods), asks_of(operation).right, names)


def _names_in(path: str) -> Iterator[str]:
    for part in path.split("{")[1:]:
        yield part.partition("}")[0].rpartition(":")[2]
