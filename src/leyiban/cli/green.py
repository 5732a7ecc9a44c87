"""``leyiban green``: what the green channel costs everyone else (F4.2), and its special processes (F4.4)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import click

from leyiban.cases.operations import try_variant
from leyiban.cases.queries import month_of
from leyiban.cases.rules.green_trial import STEPS, Cost, Trial, cost_of
from leyiban.catalogue.greenfile import GreenClassEntry
from leyiban.catalogue.operations import publish_variant
from leyiban.catalogue.queries import green_classes, loaded_lawbook, variant_by_key
from leyiban.cli.exits import Exit
from leyiban.cli.items import city_named
from leyiban.cli.output import json_option, print_json
from leyiban.kernel.actors import operator_actor
from leyiban.kernel.docket.precedence import Bound
from leyiban.kernel.moments import city_date, now
from leyiban.people.models import Agency

_PERCENT = click.IntRange(0, 100)


@click.command()
@click.option("--agency", "uscc", required=True, help="The office's credit code.")
@click.option(
    "--share", type=_PERCENT, required=True, help="Percent of the ordinary cases that go first, too."
)
@click.option("--class", "key", help="A class that holds today; without it the first one.")
@click.option("--may-pass", type=_PERCENT, help="Another bound: by how many one case may be passed.")
@click.option("--firm-percent", type=_PERCENT, help="Another bound: what share of a limit is safe.")
@click.option("--item", "items", multiple=True, help="Only cases of these items; else those of the class.")
@click.option(
    "--seed", type=click.IntRange(0), default=1, show_default=True, help="What chance is drawn from."
)
@click.option("--city", "city_key", help="The city's key; not needed where one city is loaded.")
@json_option
def simulate(
    *,
    uscc: str,
    share: int,
    key: str | None,
    may_pass: int | None,
    firm_percent: int | None,
    items: tuple[str, ...],
    seed: int,
    city_key: str | None,
    as_json: bool,
) -> int:
    """Work an office's last 30 days off twice, as they were and with a class or bound, and say what others lose.

    Exit code 1 when a case would end past its limit that did not.
    """
    moment = now()
    office = Agency.objects.select_related("region").filter(uscc=uscc).first()
    if office is None:
        raise click.UsageError(f"No agency has the credit code {uscc}.")
    entry = _class(city_key, key)
    month = month_of(office, now=moment)
    if month is None:
        raise click.ClickException("No case stood in this office's line in the last 30 days.")
    allows = entry.allows
    cost = cost_of(
        month,
        Trial(
            share=share,
            items=frozenset(items or entry.items),
            bound=Bound(
                allows.may_pass if may_pass is None else may_pass,
                allows.firm_percent if firm_percent is None else firm_percent,
            ),
            rebound=may_pass is not None or firm_percent is not None,
            seed=seed,
        ),
    )
    if as_json:
        print_json({**asdict(cost), "people": month.people, "seed": seed, "step_ends": list(STEPS)})
    else:
        _tell(cost)
    return Exit.NO if cost.late else Exit.DONE


def _class(city_key: str | None, key: str | None) -> GreenClassEntry:
    classes = green_classes(city_named(city_key), on=city_date(now()))
    entry = next((each for each in classes if key in (None, each.key)), None)
    if entry is None:
        raise click.UsageError("The city has no such class today.")
    return entry


def _tell(cost: Cost) -> None:
    click.echo(f"{cost.green}件走绿色通道,{cost.ordinary}件普通件。")
    if cost.longer:
        late = f"{cost.late}件因此超期" if cost.late else "没有一件因此超期"
        click.echo(f"{cost.longer}件普通件要多等,平均{cost.mean:.1f}个工作日,最久{cost.worst:.1f}个,{late}。")
    else:
        click.echo("普通件没有一件多等。")
    click.echo(
        f"绿色通道的件平均早{max(cost.sooner, 0):.1f}个工作日开始办;一件普通件最多让了{cost.most_passed}件。"
    )


@click.command("try")
@click.argument("key")
@click.option("--city", "city_key", help="The city's key; not needed where one city is loaded.")
@json_option
def try_it(*, key: str, city_key: str | None, as_json: bool) -> int:
    """Run variant KEY dry on the last 30 days' real cases; without that it is not published.

    Exit code 1 when a case could not have been filed under it.
    """
    variant = variant_by_key(city_named(city_key), key)
    trial = try_variant(variant=variant, actor=operator_actor(), now=now())
    if as_json:
        counts = {"cases": trial.cases, "differing": trial.differing, "stopped": trial.stopped}
        print_json({"variant": key, "digest": trial.digest, "base": trial.base, **counts, **trial.found})
    else:
        click.echo(
            f"{trial.cases}件里{trial.differing}件会不一样,{trial.stopped}件会交不上来。{trial.digest}"
        )
        for case in trial.found["cases"]:
            click.echo(_course(case))
    return Exit.NO if trial.stopped else Exit.DONE


def _course(case: Mapping[str, Any]) -> str:
    was, would_be = case["was"], case["would_be"]
    before = f"{case['number']}  {' → '.join(was['tasks'])} ({was['days']}天)"
    if would_be is None:
        return f"{before} ⇒ 交不上来: {'、'.join(case['stopped'])}"
    return f"{before} ⇒ {' → '.join(would_be['tasks'])} ({would_be['days']}天)"


@click.command()
@click.argument("key")
@click.option("--city", "city_key", help="The city's key; not needed where one city is loaded.")
@json_option
def publish(*, key: str, city_key: str | None, as_json: bool) -> int:
    """Publish variant KEY, as it was run dry, through its last day. Publishing it again changes nothing."""
    city = city_named(city_key)
    published = publish_variant(
        variant=variant_by_key(city, key),
        lawbook=loaded_lawbook(region=city.region.code),
        actor=operator_actor(),
        now=now(),
    )
    version = published.version
    ends = None if version.effective_to is None else version.effective_to - dt.timedelta(days=1)
    if as_json:
        print_json(
            {
                "variant": key,
                "version": version.number,
                "digest": version.digest,
                "from": version.effective_from.isoformat(),
                "through": ends and ends.isoformat(),
                "changed": published.changed,
            }
        )
    else:
        said = "公布了" if published.changed else "早就公布了"
        click.echo(f"{said}: 第{version.number}版, {version.effective_from} – {ends}。")
    return Exit.DONE
