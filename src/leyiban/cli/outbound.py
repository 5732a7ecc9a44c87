"""``leyiban outbound``: calls to other systems that failed for good."""

import click

from leyiban.cli.exits import Exit
from leyiban.cli.output import json_option, print_json
from leyiban.kernel import moments
from leyiban.kernel.errors import Refusal
from leyiban.kernel.outbound import operations
from leyiban.kernel.outbound.models import OutboundCall
from leyiban.kernel.outbound.queries import failed_calls

_ALL_AT_ONCE = 10_000


@click.command()
@click.option(
    "--limit", default=100, show_default=True, type=click.IntRange(1, _ALL_AT_ONCE), help="How many at most."
)
@json_option
def failed(*, limit: int, as_json: bool) -> int:
    """List calls that were given up, the latest first. Exit code 1 when there are any."""
    calls = failed_calls(limit=limit)
    if as_json:
        print_json({"failed": [_flat(call) for call in calls]})
    else:
        for call in calls:
            flat = _flat(call)
            click.echo(
                f"{flat['id']}\t{flat['call']}\t{flat['reason']}\t{flat['tries']} tries\t{flat['since']}"
            )
    return Exit.NO if calls else Exit.DONE


@click.command()
@click.argument("call_id", nargs=-1, type=int)
@click.option("--all", "every", is_flag=True, help="Everything that was given up and is still kept.")
def resend(*, call_id: tuple[int, ...], every: bool) -> int:
    """Send calls again; the other system sees the same idempotency key and does nothing twice."""
    if bool(call_id) == every:
        raise click.UsageError("Name calls, or write --all.")
    ids = [call.pk for call in failed_calls(limit=_ALL_AT_ONCE)] if every else list(call_id)
    refused = [each for each in ids if not _resend(each)]
    click.echo(f"{len(ids) - len(refused)} calls will be made again")
    return Exit.REFUSED if refused else Exit.DONE


def _resend(call_id: int) -> bool:
    try:
        operations.resend(call_id=call_id, now=moments.now())
    except OutboundCall.DoesNotExist:
        click.echo(f"{call_id}: there is no such call", err=True)
    except Refusal as refusal:
        click.echo(f"{call_id}: {refusal}", err=True)
    else:
        return True
    return False


def _flat(call: OutboundCall) -> dict[str, object]:
    """What may be shown of a call: never its content."""
    return {
        "id": call.pk,
        "call": f"{call.service}.{call.call}",
        "reason": call.reason,
        "tries": call.tries,
        "since": call.settled_at.isoformat() if call.settled_at else None,
        "kept": call.payload is not None,
    }
