"""How commands speak: sentences for people, one JSON value for programs."""

import json
from collections.abc import Callable
from typing import Any, TypeVar

import click

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def json_option(function: Decorated) -> Decorated:
    """Add ``--json``; the function receives it as ``as_json``."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON value for programs.")(
        function
    )


def print_json(value: object) -> None:
    """Print ``value`` as JSON with Chinese as it is written."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
