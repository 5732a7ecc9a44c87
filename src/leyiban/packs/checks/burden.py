"""Papers that the city itself issues or fetches elsewhere: no item may ask people for them as if nobody had them (F3.8)."""

from collections.abc import Iterator

from leyiban.catalogue.problems import Problem
from leyiban.catalogue.rulefile.burden import is_held
from leyiban.catalogue.rulefile.materials import Material
from leyiban.packs.pack import ItemFile, Pack


def own_licences_are_not_asked_for(pack: Pack) -> Iterator[Problem]:
    """A paper named like a licence of this city says from which type it is taken."""
    issued = {
        item.rulefile.result.licence.name.zh: (item.rulefile.result.licence.type_code, item.rulefile.code)
        for item in pack.items
        if item.rulefile.result.licence is not None
    }
    for item in pack.items:
        for index, material in enumerate(item.rulefile.materials):
            if material.name.zh in issued and not is_held(material):
                code, issuer = issued[material.name.zh]
                yield item.source.problem(
                    ("materials", index),
                    "burden.own_licence",
                    (
                        f"“{material.name.zh}”是本市自己发的(items/{issuer}.yaml),城市已有,不能让人交。",
                        f'"{material.key}" is issued by this city (items/{issuer}.yaml) and cannot be asked for.',
                    ),
                    (f'请写 licence_type_code: "{code}"。', f'Write licence_type_code: "{code}".'),
                )


def shared_papers_are_shared_everywhere(pack: Pack) -> Iterator[Problem]:
    """What one item takes from a register, no other asks people for."""
    held = _held(pack)
    for item in pack.items:
        for index, material in enumerate(item.rulefile.materials):
            found = held.get(material.reuse_key)
            if found is None or is_held(material):
                continue
            other, how = found
            yield item.source.problem(
                ("materials", index),
                "burden.shared_elsewhere",
                (
                    f"“{material.name.zh}”城市已有:items/{other.rulefile.code}.yaml 从“{how}”取。",
                    f'The city holds "{material.key}": items/{other.rulefile.code}.yaml takes it from "{how}".',
                ),
                (
                    "请照那里写 share_source 或 licence_type_code;不是同一份材料的,请改 reuse_key。",
                    "Write share_source or licence_type_code as there; if it is another paper, change reuse_key.",
                ),
            )


def _held(pack: Pack) -> dict[str, tuple[ItemFile, str]]:
    """Of each paper that some item takes from a register: the first such item, and the register."""
    found: dict[str, tuple[ItemFile, str]] = {}
    for item in pack.items:
        for material in item.rulefile.materials:
            if is_held(material):
                found.setdefault(material.reuse_key, (item, _source(material)))
    return found


def _source(material: Material) -> str:
    return material.share_source or material.licence_type_code or ""
