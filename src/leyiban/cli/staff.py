"""``leyiban staff``: let members of staff in, give them posts, take them back, let them go.

Called by whoever runs the platform, on the agency's written order. Everything is on the ledger.
"""

import click

from leyiban.cli.exits import Exit
from leyiban.cli.output import json_option, print_json
from leyiban.kernel import moments
from leyiban.kernel.actors import operator_actor
from leyiban.people.models import Account
from leyiban.people.operations import staff
from leyiban.people.queries import StaffLine, staff_lines

_REASONS = ("left_office", "misuse")
_posts = click.option(
    "--post", "posts", multiple=True, help="Code of a post as the city's folder names it; repeatable."
)


@click.command("open")
@click.argument("username")
@click.option("--name", required=True, help="The name that colleagues and papers show.")
@_posts
@json_option
def open_account(*, username: str, name: str, posts: tuple[str, ...], as_json: bool) -> int:
    """Open an account and print its start password, once. Called again, it gives the posts that are missing.

    The first sign-in asks for a one-time code: it binds the member's own authenticator and nobody else's.
    """
    opened = staff.open_staff(
        username=username, display_name=name, posts=posts, actor=operator_actor(), now=moments.now()
    )
    if as_json:
        print_json({"username": username, "start_password": opened.start_password, "posts": opened.posts})
        return Exit.DONE
    if opened.start_password is None:
        click.echo(f"{username} has an account already")
    else:
        click.echo(f"{username} signs in at /sign-in/password with: {opened.start_password}")
        click.echo("Hand it over in person; it is not shown again. The first sign-in binds an authenticator.")
    _tell_posts("given", opened.posts)
    return Exit.DONE


@click.command()
@click.argument("username")
@click.argument("posts", nargs=-1, required=True)
@click.option("--end", is_flag=True, help="End these posts instead.")
def post(*, username: str, posts: tuple[str, ...], end: bool) -> int:
    """Give a member of staff POSTS from now on, or end them. Doing it again changes nothing."""
    change = staff.take_posts if end else staff.give_posts
    changed = change(account=_active(username), posts=posts, actor=operator_actor(), now=moments.now())
    _tell_posts("ended" if end else "given", changed)
    return Exit.DONE


@click.command()
@click.argument("username")
def password(*, username: str) -> int:
    """Print a new start password for a member of staff who forgot his; his sessions end, his authenticator stays."""
    fresh = staff.renew_start_password(account=_active(username), actor=operator_actor(), now=moments.now())
    click.echo(f"{username} signs in at /sign-in/password with: {fresh}")
    return Exit.DONE


@click.command()
@click.argument("username")
@click.option(
    "--reason",
    type=click.Choice(_REASONS),
    default=_REASONS[0],
    show_default=True,
    help="Why; it stands on the ledger.",
)
def close(*, username: str, reason: str) -> int:
    """Close a member of staff's account for good: sessions, posts and tokens end; what he did stays his."""
    account = staff.staff_named(username)
    closed = staff.close_staff(account=account, reason=reason, actor=operator_actor(), now=moments.now())
    click.echo(f"{username} is closed" if closed else f"{username} was closed already")
    return Exit.DONE


@click.command("list")
@click.option("--post", "code", default="", help="Only who holds this post.")
@json_option
def list_staff(*, code: str, as_json: bool) -> int:
    """List members of staff with their posts, whether they have an authenticator, and when they last came."""
    lines = staff_lines(post=code, now=moments.now())
    if as_json:
        print_json({"staff": [_flat(line) for line in lines]})
    else:
        for line in lines:
            flat = _flat(line)
            click.echo(
                f"{flat['username']}\t{flat['name']}\t{','.join(line.posts) or '-'}\t"
                f"{'authenticator' if line.has_factor else 'no authenticator'}\t{flat['last_sign_in'] or 'never'}"
            )
    return Exit.DONE if lines else Exit.NO


def _flat(line: StaffLine) -> dict[str, object]:
    return {
        "username": line.username,
        "name": line.name,
        "posts": list(line.posts),
        "has_factor": line.has_factor,
        "last_sign_in": line.last_sign_in.isoformat() if line.last_sign_in else None,
    }


def _tell_posts(what: str, codes: tuple[str, ...]) -> None:
    for code in codes:
        click.echo(f"{what}: {code}")
    if not codes:
        click.echo(f"no post was {what}")


def _active(username: str) -> Account:
    account = staff.staff_named(username)
    if not account.is_active:
        raise click.UsageError(f"{username} is closed.")
    return account
