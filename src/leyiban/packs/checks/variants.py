"""Variants of items: of an item that is there, for classes that are there, leaving out nothing of the law (F4.4)."""

from collections.abc import Iterator

from leyiban.catalogue.problems import Problem
from leyiban.catalogue.queries import lawbook_entries
from leyiban.catalogue.rulefile.checks.variants import variant_problems
from leyiban.packs.checks.agencies import unknown
from leyiban.packs.pack import Pack


def variants_are_lawful(pack: Pack) -> Iterator[Problem]:
    items = {item.rulefile.code: item.reading for item in pack.items}
    classes = {each.key for each in pack.green.model.classes} if pack.green is not None else set()
    lawbook = lawbook_entries(pack.rules.rules)
    for filed in pack.variants:
        variant = filed.model
        for key in variant.green_classes:
            if key not in classes:
                yield unknown(filed.source, ("green_classes",), "variant.green_class", key, classes)
        base = items.get(variant.item)
        if base is None:
            yield unknown(filed.source, ("item",), "variant.item", variant.item, set(items))
        else:
            yield from variant_problems(variant, filed.source, base, lawbook=lawbook)
