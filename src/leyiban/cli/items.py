"""``leyiban items``: the catalogue from the command line."""

import click

from leyiban.catalogue.models import City
from leyiban.catalogue.queries import city_by_key, only_city
from leyiban.catalogue.queries.searching import Found, Hit, SearchAnswer
from leyiban.catalogue.queries.searching import search as search_items
from leyiban.cli.exits import Exit
from leyiban.cli.output import json_option, print_json
from leyiban.kernel.moments import city_date, now

_WHY = {
    Found.NAME: "名称里有“{said}”",
    Found.SYNONYM: "“{said}”就是“{stands_for}”",
    Found.SOUND: "“{said}”读起来像“{stands_for}”",
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

    Exit code 1 when nothing is found; the nearest life event and a telephone are printed then.
    """
    city = _city(key)
    answer = search_items(" ".join(words), city=city, on=city_date(now()), region=region, limit=limit)
    if as_json:
        print_json(_as_json(answer))
    else:
        _tell(answer)
    return Exit.DONE if answer.hits else Exit.NO


def _city(key: str | None) -> City:
    city = city_by_key(key) if key else only_city()
    if city is None:
        raise click.UsageError("Several cities are loaded, or none: name one with --city KEY.")
    return city


def _tell(answer: SearchAnswer) -> None:
    for hit in answer.hits:
        click.echo(f"{hit.version.item.code}  {hit.version.name}  ({_why(hit)})")
    if not answer.hits:
        event = f"这件大事里可能有:{answer.theme.name}。" if answer.theme else ""
        click.echo(f"没有找到。{event}也可以打{answer.phone}问。")


def _why(hit: Hit) -> str:
    return _WHY[hit.why.found].format(said=hit.why.said, stands_for=hit.why.stands_for or hit.version.name)


def _as_json(answer: SearchAnswer) -> dict[str, object]:
    return {
        "items": [
            {
                "code": hit.version.item.code,
                "name": hit.version.name,
                "name_en": hit.version.name_en or None,
                "item_type": hit.version.item_type,
                "score": hit.score,
                "why": {
                    "found": hit.why.found.value,
                    "said": hit.why.said,
                    "stands_for": hit.why.stands_for,
                },
            }
            for hit in answer.hits
        ],
        "life_event": answer.theme.key if answer.theme else None,
        "phone": answer.phone,
    }
