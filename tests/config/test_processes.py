"""Programs under watch: started in order, restarted when they die, stopped in order, killed with their parent."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from leyiban.config.children import Child, ChildFailure, is_port_free, leyiban_command
from leyiban.config.embedded.server import is_alive
from leyiban.config.supervisor import Stopped, Supervisor, stoppable
from tests.support.waiting import free_port, until

_SAY_READY = "import signal; from leyiban.config import notify; notify.ready(); print('up', flush=True); signal.pause()"


def _child(tmp_path: Path, program: str, name: str = "thing") -> Child:
    return Child(name, (sys.executable, "-c", program), tmp_path / "log" / f"{name}.log")


def test_a_program_says_itself_that_it_is_ready(tmp_path: Path) -> None:
    child = _child(tmp_path, _SAY_READY)
    child.start()
    child.wait_until_ready(20)
    assert child.is_running()
    child.stop()
    assert not child.is_running()
    assert child.log.read_text() == "up\n"


def test_a_program_that_ends_early_shows_its_last_words(tmp_path: Path) -> None:
    child = _child(tmp_path, "raise SystemExit('no such port')")
    child.start()
    with pytest.raises(ChildFailure, match=r"(?s)ended instead of starting.*no such port"):
        child.wait_until_ready(20)


def test_a_program_that_never_gets_ready_is_given_up(tmp_path: Path) -> None:
    child = _child(tmp_path, "import signal; signal.pause()")
    child.start()
    try:
        with pytest.raises(ChildFailure, match="not ready after 0 s"):
            child.wait_until_ready(0)
    finally:
        child.kill()
    assert not child.is_running()


def test_stubborn_programs_are_ended_by_force(tmp_path: Path) -> None:
    deaf = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN);" + _SAY_READY
    child = _child(tmp_path, deaf)
    child.start()
    child.wait_until_ready(20)
    child.stop(patience=0.05)
    assert not child.is_running()


def test_what_dies_rises_again_and_all_stop_in_the_opposite_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("leyiban.config.supervisor._FIRST_PAUSE", 0.0)
    said: list[str] = []
    stopped: list[str] = []
    children = [_child(tmp_path, _SAY_READY, name) for name in ("first", "second")]
    with Supervisor(said.append) as supervisor:
        for child in children:
            supervisor.start(child)
            stop = child.stop
            monkeypatch.setattr(
                child, "stop", lambda name=child.name, stop=stop: (stopped.append(name), stop())
            )
        victim = children[0].process
        assert victim is not None
        victim.kill()
        victim.wait()
        until(lambda: supervisor.look_after() or children[0].is_running(), what="the resurrection")
        assert children[0].process is not victim
    assert "first has ended" in said[0]
    assert stopped == ["second", "first"]
    assert not any(child.is_running() for child in children)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_being_asked_to_stop_is_not_an_error(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with pytest.raises(Stopped), stoppable():
        os.kill(os.getpid(), number)
        threading.Event().wait(5)
    assert signal.getsignal(number) is before


@pytest.mark.skipif(sys.platform != "linux", reason="needs PR_SET_PDEATHSIG")
def test_a_killed_supervisor_takes_its_children_along(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from leyiban.config.children import Child;"
        f"child = Child('thing', (sys.executable, '-c', {_SAY_READY!r}), Path(sys.argv[1]));"
        "child.start(); child.wait_until_ready(20); print(child.process.pid, flush=True);"
        "import signal; signal.pause()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path / "log")], stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert is_alive(pid)
        parent.kill()
    until(lambda: not is_alive(pid), what="the child's end")


def test_a_taken_port_is_seen() -> None:
    port = free_port()
    assert is_port_free("127.0.0.1", port)


def test_the_sandbox_is_another_program() -> None:
    done = subprocess.run(leyiban_command("sandbox", "--help"), capture_output=True, text=True, cwd="/")
    assert done.returncode == 0, done.stderr
    assert "python -m sandbox" in done.stdout
