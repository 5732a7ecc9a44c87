"""``leyiban items``: the catalogue from the command line."""

from collections.abc import Mapping

import click

from leyiban.catalogue.models import City, Elsewhere
from leyiban.catalogue.queries import WhereToAsk, city_by_key, only_city, where_to_ask
from leyiban.catalogue.queries.searching import Found, Hit, ListedHit, SearchAnswer
from leyiban.catalogue.queries.searching import search as search_items
from leyiban.cli.exits import Exit
from leyiban.cli.output import json_option, print_json
from leyiban.kernel.moments import city_date, now

Asks = Mapping[int, WhereToAsk]

_WHY = {
    Found.CODE: "编码的开头是“{said}”",
    Found.NAME: "名称里有“{said}”",
    Found.SYNONYM: "“{said}”就是“{stands_for}”",
    Found.SOUND: "“{said}”读起来像“{stands_for}”",
    Found.INITIALS: "“{said}”是“{stands_for}”的拼音首字母",
    Found.TEXT: "指南里有“{said}”",
}


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--city", "key", help="The city's key; not needed where one city is loaded.")
@click.option("--region", help="Division code: only what is handled for it.")
@click.option("--limit", type=click.IntRange(1, 50), default=10, show_default=True, help="How many at most.")
@json_option
def search(*, words: tuple[str, ...], key: str | None, region: str | None, limit: int, as_json: bool) -> int:
    """Find items in plain words (开饭店, 公司注册), slips of the keyboard forgiven.

    A bare item, of which only a list tells, is marked as such, with whom to ask.

    Exit code 1 when nothing is found; who does it instead, the nearest life event and a telephone are printed then.
    """
    city = city_named(key)
    on = city_date(now())
    answer = search_items(" ".join(words), city=city, on=on, region=region, limit=limit)
    asks = where_to_ask([hit.item for hit in answer.listed], city=city, on=on)
    if as_json:
        print_json(_as_json(answer, asks))
    else:
        _tell(answer, asks)
    return Exit.DONE if answer.finds else Exit.NO


def city_named(key: str | None) -> City:
    """The city with this key, or the only one.

    Raises:
        CityUnknown. click.UsageError: no key, and several cities are loaded, or none.
    """
    city = city_by_key(key) if key else only_city()
    if city is None:
        raise click.UsageError("Several cities are loaded, or none: name one with --city KEY.")
    return city


def _tell(answer: SearchAnswer, asks: Asks) -> None:
    for find in answer.finds:
        click.echo(_line(find) if isinstance(find, Hit) else _bare_line(find, asks[find.item.pk]))
    if elsewhere := answer.elsewhere:
        phone = f"电话:{elsewhere.phone}" if elsewhere.phone else ""
        click.echo(f"{elsewhere.name}不在这里办。{elsewhere.advice}{phone}")
    elif not answer.finds:
        event = f"这件大事里可能有:{answer.theme.name}。" if answer.theme else ""
        click.echo(f"没有找到。{event}也可以打{answer.phone}问。")


def _line(hit: Hit) -> str:
    return f"{hit.version.item.code}  {hit.version.name}  ({_why(hit)})"


def _bare_line(hit: ListedHit, ask: WhereToAsk) -> str:
    item = hit.item
    whom = ask.agency.zh if ask.agency else item.department
    elsewhere = f" 另有{hit.others}处也办" if hit.others else ""
    return (
        f"{item.item_code}  {item.name}{elsewhere}  "
        f"[只有名称,没有指南] 问{whom}:{'、'.join(ask.phones)}  ({_why(hit)})"
    )


def _why(hit: Hit | ListedHit) -> str:
    name = hit.version.name if isinstance(hit, Hit) else hit.item.name
    return _WHY[hit.why.found].format(said=hit.why.said, stands_for=hit.why.stands_for or name)


def _as_json(answer: SearchAnswer, asks: Asks) -> dict[str, object]:
    return {
        "items": [
            _item_as_json(find) if isinstance(find, Hit) else _bare_as_json(find, asks[find.item.pk])
            for find in answer.finds
        ],
        "elsewhere": answer.elsewhere and _elsewhere_as_json(answer.elsewhere),
        "life_event": answer.theme.key if answer.theme else None,
        "phone": answer.phone,
    }


def _elsewhere_as_json(elsewhere: Elsewhere) -> dict[str, object]:
    return {
        "key": elsewhere.key,
        "name": elsewhere.name,
        "advice": elsewhere.advice,
        "phone": elsewhere.phone or None,
    }


def _item_as_json(hit: Hit) -> dict[str, object]:
    return {
        "bare": False,
        "code": hit.version.item.code,
        "name": hit.version.name,
        "name_en": hit.version.name_en or None,
        "item_type": hit.version.item_type,
        "score": hit.score,
        "why": _why_as_json(hit),
    }


def _bare_as_json(hit: ListedHit, ask: WhereToAsk) -> dict[str, object]:
    item = hit.item
    return {
        "bare": True,
        "code": item.item_code,
        "name": item.name,
        "agency": item.department,
        "agency_code": item.dept_code,
        "area": item.area_code,
        "ask": list(ask.phones),
        "others": hit.others,
        "score": hit.score,
        "why": _why_as_json(hit),
    }


def _why_as_json(hit: Hit | ListedHit) -> dict[str, object]:
    return {"found": hit.why.found.value, "said": hit.why.said, "stands_for": hit.why.stands_for}
