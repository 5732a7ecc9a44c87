"""An older backup is restored, through the commands an operator types: what is lost is named, never glossed over."""

import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import Client

from leyiban.cases.models import Case, CasePaper
from leyiban.cases.queries.trails import case_trail
from leyiban.cli.exits import Exit
from leyiban.config.children import leyiban_command
from leyiban.kernel.documents.making import make
from leyiban.kernel.documents.models import Document, State
from leyiban.kernel.ledger import keyring, verify
from leyiban.kernel.ledger.errors import LedgerBehind
from leyiban.kernel.ledger.followers import follow_all
from leyiban.kernel.ledger.queries import trail
from leyiban.kernel.ledger.trails import write_trail
from leyiban.kernel.papers.queries import open_paper
from leyiban.kernel.privacy.erasure import erase
from leyiban.messages import standard
from leyiban.messages.models import Message
from tests.cases.world import World
from tests.hard.soundness import check_settled
from tests.support import database
from tests.support.environment import VAR_DIR
from tests.support.working import Worker

pytestmark = [pytest.mark.committed, pytest.mark.slow, pytest.mark.usefixtures("db")]

HOUR = dt.timedelta(hours=1)


@dataclass(frozen=True)
class Operator:
    """Somebody at the terminal of this test's installation."""

    variables: dict[str, str]

    def types(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        connections.close_all()  # nobody uses the database while something is restored
        return subprocess.run(
            leyiban_command(*arguments),
            env={**os.environ, **self.variables},
            capture_output=True,
            text=True,
            check=False,
        )

    def gets_done(self, *arguments: str) -> str:
        done = self.types(*arguments)
        assert done.returncode == Exit.DONE, done.stdout + done.stderr
        return done.stdout

    def finding(self, check: str) -> dict[str, str]:
        """What the doctor says of one thing."""
        report = json.loads(self.types("doctor", "--json").stdout)
        return next(answer for answer in report["checks"] if answer["check"] == check)


@pytest.fixture
def operator(
    database_server: database.Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Operator]:
    """This process and the commands work on the same database, papers, keys, heads and journal."""
    var_dir = tmp_path / "var"
    var_dir.mkdir()
    (var_dir / "secrets").symlink_to(VAR_DIR / "secrets")
    (var_dir / "keys").symlink_to(settings.KEYS_DIR)
    monkeypatch.setattr(settings, "PAPERS_DIR", var_dir / "papers")
    monkeypatch.setattr(settings, "LEDGER_HEADS_FILE", var_dir / "heads" / "heads.jsonl")
    monkeypatch.setattr(settings, "ERASURES_DIR", var_dir / "erasures")
    name = connection.settings_dict["NAME"]
    yield Operator({**database_server.variables(name), "LEYIBAN_VAR_DIR": str(var_dir)})


def worker() -> Worker:
    connections["sequencer"].close()  # the one before has ended
    return Worker()


def receipt_of(case: Case, folder: Path) -> Path:
    link = CasePaper.objects.get(case=case, slot="receipt")
    file = folder / f"{case.number}.pdf"
    with open_paper(link.paper.digest) as handle:
        file.write_bytes(handle.read())
    return file


def exported(case: Case, folder: Path, now: dt.datetime) -> Path:
    content = case_trail(case, now=now)
    write_trail(folder, content.content, content.files)
    (folder.parent / "ledger-key.pem").write_bytes(keyring.public_pem())
    return folder


def verified(*arguments: object, key: Path) -> tuple[int, str]:
    """What ``verify.py`` says, as the program that people are handed."""
    done = subprocess.run(
        [sys.executable, verify.__file__, *map(str, arguments), "--key", str(key)],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


@pytest.mark.proves("F5.1", "M5.2", "F3.3", "F1.15")
def test_nothing_is_sealed_over_a_forgotten_past(
    operator: Operator, now: dt.datetime, tmp_path: Path
) -> None:
    world = World(now)
    kept = world.decided()
    worker().settle(now=now)
    waiting = world.submitted("road-freight")
    worker().sequencer.sequence()
    follow_all(now=now)
    unmade = Document.objects.get(matter_key=waiting.number, state=State.REQUESTED)
    operator.gets_done("db", "backup", str(tmp_path / "backup"))

    # After the backup: one more case, its receipt in somebody's hands, and a message erased on request.
    world.later(hours=1)
    lost = world.submitted("public-place-hygiene")
    worker().settle(now=world.now)
    old_trail = exported(kept, tmp_path / "old" / "trail", world.now)
    receipt = receipt_of(lost, tmp_path)
    accepted = Message.objects.filter(matter_key=kept.pk, template=standard.CASE_ACCEPTED.key)
    message = accepted.order_by("pk")[0]
    erase(message, basis="request", now=world.now)
    key = tmp_path / "old" / "ledger-key.pem"
    assert verified("--receipt", receipt, key=key)[0] == Exit.DONE

    said = operator.gets_done("db", "restore", str(tmp_path / "backup"), "--force")
    assert "1 erasures applied again" in said
    message.refresh_from_db()
    assert message.text is None

    # Nothing is put in order, and nothing is sealed; the doctor says what to do.
    with pytest.raises(LedgerBehind):
        worker()
    with pytest.raises(LedgerBehind):
        make(document_id=unmade.pk, now=world.now)
    finding = operator.finding("ledger.heads")
    assert (finding["level"], "leyiban ledger new-epoch" in finding["remedy"]) == ("fail", True)

    reason = ("--reason-code", "restored_backup", "--reason", "磁盘坏了")
    assert "epoch 2 begins" in operator.gets_done("ledger", "new-epoch", *reason)
    world.later(hours=1)
    worker().settle(now=world.now)
    check_settled()

    # What was lost is public, to the entry.
    (opening,) = trail("ledger", "epoch-2")
    assert opening.visibility == "public"
    assert opening.facts.published_size > opening.facts.kept

    # A trail of the new epoch is accepted; the head of the old one does not cover it.
    new_trail = exported(kept, tmp_path / "new" / "trail", world.now)
    assert verified(new_trail, key=key)[0] == Exit.DONE
    forged = json.loads((new_trail / "trail.json").read_text())
    forged["head"] = json.loads((old_trail / "trail.json").read_text())["head"]
    (new_trail / "trail.json").write_text(json.dumps(forged))
    code, words = verified(new_trail, key=key)
    assert (code, "REFUSED" in words) == (Exit.NO, True)

    # The receipt from the lost stretch still proves what was promised, and nobody claims that it was kept.
    code, words = verified("--receipt", receipt, key=key)
    assert (code, "promised" in words, "included" in words) == (Exit.DONE, True, False)
    assert not Case.objects.filter(number=lost.number).exists()
    guest = Client()
    asked = {"case_no": lost.number, "query_code": lost.query_code.reveal()}
    answer = guest.post("/progress", asked)
    assert (answer.status_code, "收件凭证照样算数" in answer.content.decode()) == (404, True)
    assert "条记录没有找回" in guest.get("/open").content.decode()
