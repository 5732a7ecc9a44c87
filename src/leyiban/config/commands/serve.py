"""``leyiban serve``."""

import click
from granian.constants import HTTPModes, Interfaces
from granian.server import Server

from leyiban.config import notify
from leyiban.config.log_setup import logging_settings

_TARGET = "leyiban.config.wsgi:application"
_BUSY_FACTOR = 16  # waiting requests per thread before new ones are refused rather than left hanging


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on."
)
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1), help="Processes.")
@click.option(
    "--threads", default=4, show_default=True, type=click.IntRange(1), help="Threads of each process."
)
def serve(*, host: str, port: int, workers: int, threads: int) -> None:
    """Serve the portal, the workbench and the API until told to stop (SIGTERM or Ctrl-C)."""
    server = Server(
        _TARGET,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=workers,
        blocking_threads=threads,
        backpressure=threads * _BUSY_FACTOR,
        respawn_failed_workers=True,
        log_dictconfig=logging_settings("WARNING"),
    )
    server.on_startup(notify.ready)
    server.serve()
