"""Every command of ``leyiban``: its name, where it is written, what it needs. Imports none of them.

A new command is one line here; a name of two words belongs to a group.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto


class Needs(Enum):
    """What must stand before the command's module is imported."""

    NOTHING = auto()  # starts fast: no Django, no database
    DJANGO = auto()  # models and registries, but no database
    SERVER = auto()  # a running database, for other programs that it starts
    DATABASE = auto()  # Django and a database with its tables


@dataclass(frozen=True, slots=True)
class Command:
    """``target`` is ``module:attribute`` of a click command; ``summary`` is one line of help."""

    target: str
    summary: str
    needs: Needs = Needs.NOTHING


GROUPS: Mapping[str, str] = {
    "calendar": "Working days and due dates.",
    "case": "Single cases.",
    "city": "Check and load a city's folder.",
    "db": "The database: start, migrate, look inside, back up, restore.",
    "figures": "Open statistics.",
    "green": "The green channel.",
    "identifiers": "Numbers of people, enterprises, licences and cases.",
    "items": "The catalogue of items.",
    "ledger": "The record that nobody can quietly rewrite.",
    "outbound": "Calls to other systems that failed for good.",
    "people": "Accounts and the keys of people's numbers.",
    "province": "The line to the province's platform.",
    "staff": "Members of staff: let in, give posts, let go.",
    "systems": "Other offices' systems that sign in with accounts here.",
    "tasks": "Tasks of other offices in a case.",
}

COMMANDS: Mapping[str, Command] = {
    "run": Command("leyiban.config.commands.run:run", "Start everything on this machine and watch over it."),
    "serve": Command("leyiban.config.commands.serve:serve", "Serve pages and the API.", Needs.SERVER),
    "worker": Command(
        "leyiban.config.commands.worker:worker", "Move clocks, ledger and jobs.", Needs.DATABASE
    ),
    "sandbox": Command("leyiban.config.commands.sandbox:sandbox", "Run the stand-ins for other systems."),
    "doctor": Command(
        "leyiban.config.commands.doctor:doctor", "Say what is wrong and what to do.", Needs.DJANGO
    ),
    "prepare": Command("leyiban.config.commands.prepare:prepare", "Make missing keys.", Needs.DJANGO),
    "static": Command("leyiban.config.commands.static:static", "Collect styles and scripts.", Needs.DJANGO),
    "demo": Command("leyiban.cli.demo:demo", "Take one case to its sealed licence.", Needs.DATABASE),
    "demo-code": Command(
        "leyiban.cli.demo:demo_code", "Print a demo member of staff's one-time code.", Needs.DJANGO
    ),
    "bench": Command("leyiban.config.commands.bench:bench", "Measure, each figure beside its limit."),
    "calendar decree": Command(
        "leyiban.cli.decrees:decree", "Show what changed days off move, and publish them.", Needs.DATABASE
    ),
    "calendar due": Command("leyiban.cli.calendar:due", "Print when a limit of working days ends."),
    "case archive": Command(
        "leyiban.cli.case:archive", "Pack a case's whole file, to be checked in thirty years.", Needs.DATABASE
    ),
    "city check": Command("leyiban.cli.city:check", "Say what is wrong in a city's folder.", Needs.DJANGO),
    "city load": Command("leyiban.cli.city:load", "Load a city's folder.", Needs.DATABASE),
    "db up": Command("leyiban.config.commands.db:up", "Start the embedded database and keep it up."),
    "db down": Command("leyiban.config.commands.db:down", "Stop the embedded database."),
    "db status": Command("leyiban.config.commands.db:status", "Say where the database is and how it does."),
    "db migrate": Command(
        "leyiban.config.commands.db_migrate:migrate", "Bring the tables up to date.", Needs.DJANGO
    ),
    "db psql": Command(
        "leyiban.config.commands.db:psql", "Open psql as the application's role.", Needs.SERVER
    ),
    "db roles": Command("leyiban.config.commands.db:roles", "Print what a database administrator runs once."),
    "db backup": Command("leyiban.config.commands.db_backup:backup", "Back up.", Needs.DJANGO),
    "db restore": Command("leyiban.config.commands.db_backup:restore", "Restore a backup.", Needs.DJANGO),
    "green simulate": Command(
        "leyiban.cli.green:simulate", "Say what a class would cost everyone else.", Needs.DATABASE
    ),
    "green try": Command(
        "leyiban.cli.green:try_it", "Run a variant dry on last month's cases.", Needs.DATABASE
    ),
    "green publish": Command("leyiban.cli.green:publish", "Publish a variant until its end.", Needs.DATABASE),
    "identifiers check": Command("leyiban.cli.identifiers:check", "Check kind,value lines."),
    "items export": Command(
        "leyiban.cli.item_lists:export", "Write the bare items' list as it came.", Needs.DATABASE
    ),
    "items import": Command(
        "leyiban.cli.item_lists:import_items", "Bring in a list of bare items.", Needs.DATABASE
    ),
    "items search": Command("leyiban.cli.items:search", "Search the items in plain words.", Needs.DATABASE),
    "ledger export": Command(
        "leyiban.cli.ledger:export", "Write a case's trail to a folder.", Needs.DATABASE
    ),
    "ledger new-epoch": Command(
        "leyiban.cli.ledger:new_epoch", "Accept a loss and start sealing again.", Needs.DATABASE
    ),
    "ledger table": Command("leyiban.cli.ledger:table", "Print the append-only table's name.", Needs.DJANGO),
    "figures rebuild": Command(
        "leyiban.cli.figures:rebuild_figures", "Count the ledger again and compare.", Needs.DATABASE
    ),
    "ledger verify": Command("leyiban.cli.ledger:verify", "Check the whole ledger.", Needs.DATABASE),
    "measures": Command("leyiban.cli.measures:measures", "Write which test proves which measure."),
    "outbound failed": Command("leyiban.cli.outbound:failed", "List what was given up.", Needs.DATABASE),
    "outbound resend": Command(
        "leyiban.cli.outbound:resend", "Send again what was given up.", Needs.DATABASE
    ),
    "people keys": Command("leyiban.cli.people:keys", "Say which keys are needed.", Needs.DATABASE),
    "people reseal": Command(
        "leyiban.cli.people:reseal", "Seal numbers again after a key was rotated.", Needs.DATABASE
    ),
    "people retire-key": Command(
        "leyiban.config.commands.retire_key:retire_key", "Destroy a key nobody needs.", Needs.DATABASE
    ),
    "people reset-factor": Command(
        "leyiban.cli.people:reset_factor", "Remove a lost authenticator of staff.", Needs.DATABASE
    ),
    "province line": Command("leyiban.cli.province:line", "Say how the line does.", Needs.DATABASE),
    "province reconcile": Command(
        "leyiban.cli.province:reconcile", "Compare a day's records, and mend them.", Needs.DATABASE
    ),
    "province trust": Command("leyiban.cli.province:trust", "Believe another key of it.", Needs.DATABASE),
    "staff close": Command("leyiban.cli.staff:close", "Close an account for good.", Needs.DATABASE),
    "staff list": Command("leyiban.cli.staff:list_staff", "List who is let in, with posts.", Needs.DATABASE),
    "staff open": Command("leyiban.cli.staff:open_account", "Open an account.", Needs.DATABASE),
    "staff password": Command("leyiban.cli.staff:password", "Renew a forgotten password.", Needs.DATABASE),
    "staff post": Command("leyiban.cli.staff:post", "Give posts, or end them.", Needs.DATABASE),
    "systems register": Command(
        "leyiban.cli.systems:register", "Register the systems of a file.", Needs.DATABASE
    ),
    "systems secret": Command("leyiban.cli.systems:secret", "Give a system a new secret.", Needs.DATABASE),
    "systems end": Command("leyiban.cli.systems:end", "Let a system in no more.", Needs.DATABASE),
    "systems list": Command(
        "leyiban.cli.systems:list_systems", "Show the registered systems.", Needs.DATABASE
    ),
    "systems new-key": Command(
        "leyiban.cli.systems:new_key", "Make the next key that signs for them.", Needs.DJANGO
    ),
    "tasks move": Command(
        "leyiban.cli.tasks:move", "Give the tasks of an office that is no more to another.", Needs.DATABASE
    ),
}
