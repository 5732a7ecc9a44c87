"""``leyiban systems``: other offices' systems that sign their users in with an account here."""

import datetime as dt
from pathlib import Path
from typing import Any

import click
import yaml

from leyiban.cli.exits import Exit
from leyiban.cli.output import json_option, print_json
from leyiban.kernel import moments
from leyiban.kernel.actors import operator_actor
from leyiban.kernel.errors import InvalidInput, Refusal
from leyiban.kernel.lawbook.rules import NATION
from leyiban.kernel.moments import city_date
from leyiban.people.errors import SystemEnded
from leyiban.people.models import OutsideSystem
from leyiban.people.operations import end_system, new_system_secret, register_system
from leyiban.people.policy import system_policy
from leyiban.people.provider.keys import new_provider_key
from leyiban.people.rules.systems import SystemDescription

_FIELDS = {
    "client_id",
    "name",
    "name_en",
    "operator",
    "operator_en",
    "purpose",
    "purpose_en",
    "redirects",
    "scopes",
}


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--again", is_flag=True, help="Also those that were ended: with a new secret, and no consents.")
def register(*, file: Path, again: bool) -> int:
    """Register the systems that a YAML file describes, or take over what it changes. A secret is shown once.

    Exit code 3 when one cannot stand, or was ended and --again is not given.
    """
    try:
        told = _descriptions(yaml.safe_load(file.read_text("utf-8")))
    except (yaml.YAMLError, ValueError) as wrong:
        click.echo(f"{file}: {wrong}", err=True)
        return Exit.USAGE
    now, outcome = moments.now(), Exit.DONE
    for each in told:
        try:
            secret = register_system(told=each, actor=operator_actor(), now=now, again=again)
        except SystemEnded:
            click.echo(f"{file}: {each.client_id}: ended; say --again to register it anew", err=True)
            outcome = Exit.REFUSED
            continue
        except InvalidInput as refusal:
            for problem in refusal.problems:
                click.echo(f"{file}: {each.client_id}: {problem.field}: {problem.message}", err=True)
            return Exit.REFUSED
        click.echo(f"{each.client_id} {secret}" if secret else f"{each.client_id} is as the file says")
    return outcome


@click.command()
@click.argument("client_id")
@click.option("--at-once", is_flag=True, help="The former secret dies now: somebody else may know it.")
def secret(*, client_id: str, at_once: bool) -> int:
    """Give a system a new secret, shown once; the former one is good for some days more."""
    now = moments.now()
    policy = system_policy(on=city_date(now), region=NATION)
    try:
        fresh = new_system_secret(
            client_id=client_id, policy=policy, actor=operator_actor(), now=now, at_once=at_once
        )
    except Refusal as refusal:
        click.echo(str(refusal), err=True)
        return Exit.REFUSED
    click.echo(f"{client_id} {fresh}")
    return Exit.DONE


@click.command()
@click.argument("client_id")
def end(*, client_id: str) -> int:
    """Sign nobody in to a system any more; what it holds is worth nothing from now on."""
    try:
        end_system(client_id=client_id, actor=operator_actor(), now=moments.now())
    except Refusal as refusal:
        click.echo(str(refusal), err=True)
        return Exit.REFUSED
    click.echo(f"{client_id} has ended")
    return Exit.DONE


@click.command("list")
@json_option
def list_systems(*, as_json: bool) -> int:
    """Show the registered systems: who answers for them, what they may ask, where they return to."""
    rows = [_row(system) for system in OutsideSystem.objects.order_by("client_id")]
    if as_json:
        print_json(rows)
        return Exit.DONE
    for row in rows:
        ended = f"  ended {row['ended_at']}" if row["ended_at"] else ""
        click.echo(f"{row['client_id']}  {row['name']}  {row['operator']}{ended}")
        click.echo(f"    {' '.join(row['scopes'])}  {' '.join(row['redirects'])}")
    return Exit.DONE


@click.command("new-key")
def new_key() -> int:
    """Make the next key that signs for other systems: published now, signing from a day on."""
    key = new_provider_key(now=moments.now())
    click.echo(f"{key.id} signs from {key.signs_from.isoformat()}")
    return Exit.DONE


def _descriptions(content: Any) -> list[SystemDescription]:
    """
    Raises:
        ValueError: the file is no list of systems, or one has other fields than it must.
    """
    if not isinstance(content, list) or not all(isinstance(each, dict) for each in content):
        raise ValueError("write a list of systems; docs/operations.md shows one")
    for each in content:
        if each.keys() != _FIELDS or not all(
            isinstance(each[name], list) for name in ("redirects", "scopes")
        ):
            raise ValueError(f"a system has exactly these fields: {', '.join(sorted(_FIELDS))}")
    return [
        SystemDescription(
            client_id=str(each["client_id"]),
            name=str(each["name"]),
            name_en=str(each["name_en"]),
            operator=str(each["operator"]),
            operator_en=str(each["operator_en"]),
            purpose=str(each["purpose"]),
            purpose_en=str(each["purpose_en"]),
            redirects=tuple(map(str, each["redirects"])),
            scopes=tuple(map(str, each["scopes"])),
        )
        for each in content
    ]


def _row(system: OutsideSystem) -> dict[str, Any]:
    return {
        "client_id": system.client_id,
        "name": system.name,
        "operator": system.operator,
        "scopes": system.scopes,
        "redirects": system.redirects,
        "registered_at": _iso(system.registered_at),
        "ended_at": _iso(system.ended_at),
    }


def _iso(moment: dt.datetime | None) -> str | None:
    return moment.isoformat() if moment else None
