"""The command: ready accounts, the journey, and what it leaves for outside checks."""

import datetime as dt
import os
import unicodedata
from pathlib import Path

import click
from django.conf import settings

from leyiban.cases.models import Case
from leyiban.cases.queries.trails import case_trail
from leyiban.catalogue.models import City
from leyiban.cli.demo.client import Client, JourneyFailed, wait_for
from leyiban.cli.demo.journey import Journey, Task
from leyiban.cli.demo.story import Story, read_story
from leyiban.cli.exits import Exit
from leyiban.cli.ledger import lay_verifier
from leyiban.kernel import moments
from leyiban.kernel.actors import system_actor
from leyiban.kernel.errors import Refusal
from leyiban.kernel.ledger.trails import write_trail
from leyiban.packs.demo import open_demo, read_demo
from leyiban.people.demo import ReadyAccount
from leyiban.people.models import Account
from leyiban.people.models.sign_in import Scope
from leyiban.people.operations import code_at, issue_token
from leyiban.people.policy import sign_in_policy
from leyiban.seals.queries import city_ca_pem

_LEFT = "demo"  # below var


@click.command()
@click.option(
    "--city",
    "folder",
    default=settings.CITIES_DIR / "leshan",
    type=click.Path(path_type=Path, exists=True),
    help="Folder of the city whose story is told.",
)
def demo(*, folder: Path) -> int:
    """Take one case from the first question to its sealed licence, through the running platform.

    Leaves receipt.pdf, acceptance.pdf, licence.pdf, city-ca.pem, ledger-key.pem, trail/ and verify.py in
    var/demo, and the ready accounts in var/demo/accounts.txt.
    """
    directory = Path(settings.VAR_DIR) / _LEFT
    directory.mkdir(parents=True, exist_ok=True)
    city = City.objects.select_related("region").get(key=folder.name)
    accounts = open_demo(directory=folder, region=city.region.code, now=moments.now())
    (directory / "accounts.txt").write_text(_printed(accounts), encoding="utf-8")
    journey = _journey(read_story(folder), city)
    try:
        number = journey.travel()
        journey.keep_papers(number, directory)
    except JourneyFailed as failure:
        click.echo(f"The journey did not reach its end: {failure}", err=True)
        return Exit.UNAVAILABLE
    _keep_proof(number, directory)
    (directory / "city-ca.pem").write_text(city_ca_pem(city.region.code))
    click.echo(f"留下:{directory} 里有凭证、通知书、证照、账本轨迹和 verify.py。")
    return Exit.DONE


@click.command("demo-code")
@click.argument("username")
@click.option(
    "--city",
    "folder",
    default=settings.CITIES_DIR / "leshan",
    type=click.Path(path_type=Path, exists=True),
    help="Folder of the city whose demo people they are.",
)
def demo_code(*, username: str, folder: Path) -> int:
    """Print the one-time code that a member of the demo's staff would read off his authenticator now."""
    member = next((each for each in read_demo(folder).staff if each.username == username), None)
    if member is None:
        click.echo(f"The demo has no member of staff called {username}.", err=True)
        return Exit.NO
    click.echo(code_at(member.totp, moments.now()))
    return Exit.DONE


def _journey(story: Story, city: City) -> Journey:
    url = os.environ.get("LEYIBAN_PUBLIC_URL", settings.PUBLIC_URL)
    clients: dict[str, Client] = {}

    def officer(role: str) -> Client:
        if role not in clients:
            clients[role] = Client(url, _token(story.staff[role], city))
        return clients[role]

    return Journey(url, settings.SANDBOX_URL, story, officer, _tasks, tell=_Steps().tell)


def _token(username: str, city: City) -> str:
    """A token of a member of staff. At a desk it takes password and one-time code; here we are the operator."""
    now = moments.now()
    policy = sign_in_policy(on=moments.city_date(now), region=city.region.code)
    account = Account.objects.get(username=username)
    token, _ = issue_token(
        account=account,
        scopes=[Scope.READ, Scope.HANDLE],
        label="demo",
        policy=policy,
        actor=system_actor(),
        now=now,
    )
    return token


def _tasks(number: str) -> list[Task]:
    case = Case.objects.select_related("item_version").get(number=number)
    planned = {task.key: task for task in case.rules.plan.tasks}
    return [
        Task(
            role=task["by"],
            kind=task["kind"],
            name=planned[task["key"]].name.zh,
            points={point.key: "yes" for point in planned[task["key"]].points},
        )
        for task in case.tasks
    ]


def _keep_proof(number: str, directory: Path) -> None:
    """The trail as soon as a signed head covers it, with the verifier and its key beside it."""
    case = Case.objects.get(number=number)

    def export() -> bool | None:
        try:
            exported = case_trail(case, now=moments.now())
        except Refusal:
            return None
        write_trail(directory / "trail", exported.content, exported.files)
        return True

    wait_for("the signed head", export)
    lay_verifier(directory)


class _Steps:
    """Prints each step with the seconds it took since the first one."""

    def __init__(self) -> None:
        self._began = dt.datetime.now(dt.UTC)

    def tell(self, sentence: str) -> None:
        passed = (dt.datetime.now(dt.UTC) - self._began).total_seconds()
        click.echo(f"  {passed:5.1f}s  {sentence}")


def _printed(accounts: list[ReadyAccount]) -> str:
    lines = ["", "可以直接用的账号(号码和密码都是编的):"]
    for account in accounts:
        ways = [account.signs_in_with, account.password]
        if account.code_now:
            ways.append(f"动态码见 leyiban demo-code {account.signs_in_with}")
        lines.append(
            f"  {_padded(account.name, 10)} {_padded(' '.join(filter(None, ways)), 58)} {account.about}"
        )
    return "\n".join(lines) + "\n"


def _padded(text: str, width: int) -> str:
    shown = sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
    return text + " " * max(0, width - shown)
