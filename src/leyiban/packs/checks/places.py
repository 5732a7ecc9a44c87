"""Outlets and their windows."""

from collections.abc import Iterator

from leyiban.catalogue.problems import Problem
from leyiban.catalogue.rulefile.checks.subject import repeated
from leyiban.packs.checks.agencies import twice, unknown
from leyiban.packs.pack import Pack


def outlets_exist_once(pack: Pack) -> Iterator[Problem]:
    source, outlets = pack.outlets.source, pack.outlets.model.outlets
    regions = set(pack.regions.by_code)
    for index, key in repeated(tuple(outlet.key for outlet in outlets)):
        yield twice(source, ("outlets", index, "key"), "outlets.key_twice", key)
    for index, outlet in enumerate(outlets):
        if outlet.region not in regions:
            yield unknown(source, ("outlets", index, "region"), "outlets.region", outlet.region, regions)


def windows_exist_once(pack: Pack) -> Iterator[Problem]:
    agencies = {agency.key for agency in pack.agencies.model.agencies}
    for index, outlet in enumerate(pack.outlets.model.outlets):
        for number, key in repeated(tuple(window.number for window in outlet.windows)):
            path = ("outlets", index, "windows", number, "number")
            yield twice(pack.outlets.source, path, "outlets.window_twice", key)
        for number, window in enumerate(outlet.windows):
            if window.agency is not None and window.agency not in agencies:
                place = ("outlets", index, "windows", number, "agency")
                yield unknown(pack.outlets.source, place, "outlets.agency", window.agency, agencies)
