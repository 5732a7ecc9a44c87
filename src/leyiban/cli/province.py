"""``leyiban province``: the line to the level above, its keys, and the daily reconciliation."""

import datetime as dt

import click

from leyiban.cli.exits import Exit
from leyiban.cli.output import json_option, print_json
from leyiban.kernel import moments
from leyiban.kernel.actors import operator_actor
from leyiban.kernel.errors import Refusal
from leyiban.province import operations
from leyiban.province.models import DayChecked
from leyiban.province.queries import days_checked, line_state


@click.command()
@json_option
def line(*, as_json: bool) -> int:
    """Show how the line does. Exit code 1 when something waits for an operator."""
    state = line_state(now=moments.now())
    told = {
        "configured": state.is_configured,
        "answering": not state.is_open,
        "waiting": state.waiting,
        "late_since": state.late_since.isoformat() if state.late_since else None,
        "failed": state.failed,
        "late_handovers": state.late,
        "refused_answers": state.refused,
        "heard_at": state.heard_at.isoformat() if state.heard_at else None,
        "province_key": state.key,
        "our_key": state.our_key,
    }
    if as_json:
        print_json(told)
    else:
        for name, value in told.items():
            click.echo(f"{name}\t{value}")
    return Exit.NO if state.failed or state.late or state.refused else Exit.DONE


@click.command()
@click.argument("key")
def trust(*, key: str) -> int:
    """Believe another public key of the province (base64) from now on; compare its short name by telephone."""
    try:
        name = operations.trust_key(key=key, actor=operator_actor(), now=moments.now())
    except ValueError as wrong:
        raise click.UsageError(str(wrong)) from wrong
    click.echo(f"the province is known by {name}")
    return Exit.DONE


@click.command()
@click.argument("day", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--ask", is_flag=True, help="Ask the province for its signed count anew; the worker compares.")
@click.option("--resend", is_flag=True, help="Send again what differs, then ask anew.")
@json_option
def reconcile(*, day: dt.datetime, ask: bool, resend: bool, as_json: bool) -> int:
    """Show a day's comparison, difference by difference. Exit code 1 unless both sides agree."""
    date, now = day.date(), moments.now()
    if resend:
        try:
            sent = operations.resend_discrepancies(day=date, now=now)
        except Refusal as refusal:
            click.echo(str(refusal), err=True)
            return Exit.REFUSED
        click.echo(f"{sent} records are sent again", err=as_json)
    if ask or resend:
        operations.reconcile(day=date, now=now)
    row = next(iter(days_checked(days=[date])), None)
    if row is None:
        click.echo(f"{date} was never compared; say --ask", err=True)
        return Exit.NO
    _show(row, as_json=as_json)
    return Exit.DONE if row.agrees else Exit.NO


def _show(row: DayChecked, *, as_json: bool) -> None:
    found = [
        {"record": each.name, "case": each.case_number, "difference": each.difference, "fields": each.fields}
        for each in row.discrepancies.order_by("name")
    ]
    told = {
        "day": row.day.isoformat(),
        "agrees": row.agrees,
        "ours": row.ours,
        "theirs": row.theirs,
        "doubt": row.doubt,
        "differences": found,
    }
    if as_json:
        print_json(told)
        return
    click.echo(f"{row.day}\tours {row.ours}\ttheirs {row.theirs}\t{'agrees' if row.agrees else 'differs'}")
    for each in found:
        click.echo(f"{each['record']}\t{each['difference']}\t{','.join(map(str, each['fields']))}")
