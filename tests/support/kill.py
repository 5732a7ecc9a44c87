"""``kill -9`` in the middle of anything."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping

from leyiban.config.embedded.cluster import Cluster
from leyiban.config.embedded.server import is_alive
from tests.support.waiting import until


def kill_server(cluster: Cluster) -> None:
    """Kill PostgreSQL's main process and wait until it is gone; its children notice by themselves."""
    pid = cluster.pid()
    assert pid is not None, "the server does not run"
    os.kill(pid, signal.SIGKILL)
    until(lambda: not is_alive(pid), what="the server's death")


def start_python(program: str, *arguments: str, variables: Mapping[str, str]) -> "subprocess.Popen[str]":
    """Start ``program`` (source text) in a process of its own, with pipes for both streams."""
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        env={**os.environ, **variables},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def kill_process(process: "subprocess.Popen[str]") -> None:
    """Kill it and wait until it is gone."""
    process.send_signal(signal.SIGKILL)
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            stream.close()
