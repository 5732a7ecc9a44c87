"""Commands that are imported when they are called, so that ``leyiban --help`` costs nothing."""

import copy
import functools
import importlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import click

from leyiban.config.command_table import COMMANDS, GROUPS, Command, Needs

_PREPARE_DJANGO = "leyiban.config.preparation:prepare_django"
_SESSIONS = {
    Needs.SERVER: "leyiban.config.preparation:server",
    Needs.DATABASE: "leyiban.config.preparation:database",
}


def resolve(target: str) -> Any:
    """The object that ``"module:attribute"`` names."""
    module, _, attribute = target.partition(":")
    return getattr(importlib.import_module(module), attribute)


class LazyGroup(click.Group):
    """A group whose members are the table's lines that begin with ``prefix``."""

    def __init__(self, *, prefix: str = "", **attributes: Any) -> None:
        super().__init__(**attributes)
        self.prefix = prefix

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The next word of every table line below this group."""
        lines = [name.removeprefix(self.prefix).split() for name in COMMANDS if name.startswith(self.prefix)]
        return sorted({words[0] for words in lines})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command, or build the group, named ``cmd_name``."""
        name = self.prefix + cmd_name
        if name in GROUPS:
            return LazyGroup(prefix=f"{name} ", name=cmd_name, help=GROUPS[name])
        return load(COMMANDS[name]) if name in COMMANDS else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the members with the table's summaries, importing none of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, self._summary(name)) for name in self.list_commands(ctx)])

    def _summary(self, name: str) -> str:
        full = self.prefix + name
        return GROUPS[full] if full in GROUPS else COMMANDS[full].summary


def load(command: Command) -> click.Command:
    """Import ``command``'s module after what it needs, and let it run inside its session."""
    if command.needs in (Needs.DJANGO, Needs.DATABASE):
        resolve(_PREPARE_DJANGO)()
    loaded: click.Command = resolve(command.target)
    session = _SESSIONS.get(command.needs)
    if session is None or loaded.callback is None:
        return loaded
    prepared = copy.copy(loaded)
    prepared.callback = _inside(session, loaded.callback)
    return prepared


def _inside(session: str, callback: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(callback)
    def run(*arguments: Any, **options: Any) -> Any:
        opened: AbstractContextManager[None] = resolve(session)()
        with opened:
            return callback(*arguments, **options)

    return run
