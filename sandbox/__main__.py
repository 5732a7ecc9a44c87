"""``python -m sandbox``: run the street until told to stop."""

import asyncio
import os
import signal
import sys
from datetime import timedelta
from pathlib import Path

import click
from granian.constants import Interfaces
from granian.server.embed import Server

from sandbox.settings import INVENTED, Settings
from sandbox.street import build_street

LOOPBACK = ("127.0.0.1", "::1", "localhost")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8010, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--state",
    default="var/sandbox",
    show_default=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the witness, the messages and the keys are kept.",
)
@click.option("--public-url", help="How callers reach it, when not http://HOST:PORT.")
@click.option(
    "--register",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Another file of invented people and enterprises.",
)
@click.option("--api-key", envvar="SANDBOX_API_KEY", default="sandbox-key", help="What senders must show.")
@click.option("--oidc-algorithm", type=click.Choice(["RS256", "ES256"]), default="RS256", show_default=True)
@click.option("--delivery-ms", default=300, show_default=True, type=click.IntRange(0, 600_000),
              help="How long a text message is on its way.")  # fmt: skip
def main(
    *,
    host: str,
    port: int,
    state: Path,
    public_url: str | None,
    register: Path | None,
    api_key: str,
    oidc_algorithm: str,
    delivery_ms: int,
) -> None:
    """Stand-ins for the systems a city talks to. Every person in them is invented."""
    if host not in LOOPBACK:
        click.echo("warning: the sandbox signs anybody in as anybody; do not open it to a network", err=True)
    settings = Settings(
        state=state,
        public_url=(public_url or f"http://{host}:{port}").rstrip("/"),
        api_key=api_key,
        oidc_algorithm=oidc_algorithm,
        delivery=timedelta(milliseconds=delivery_ms),
        register=register or INVENTED,
    )
    asyncio.run(_serve(settings, host, port))
    # What had to be kept was on disk before it was answered. The server's native threads outlive its loop
    # by a moment, and now and then abort the interpreter while it takes itself apart.
    sys.stdout.flush()
    os._exit(0)


async def _serve(settings: Settings, host: str, port: int) -> None:
    server = Server(
        build_street(settings), address=host, port=port, interface=Interfaces.ASGI, log_enabled=False
    )
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, server.stop)
    click.echo(f"sandbox at {settings.public_url}")
    await server.serve()


if __name__ == "__main__":
    main()
