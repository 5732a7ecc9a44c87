"""Order and proof on a committed database: the sequencer under its own role, restarts, a lost tail."""

import dataclasses
import datetime as dt
import json
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections

from leyiban.kernel.actors import system_actor
from leyiban.kernel.ledger import keyring, verify
from leyiban.kernel.ledger.checking import check_ledger
from leyiban.kernel.ledger.epochs import open_epoch
from leyiban.kernel.ledger.errors import LedgerBehind, LedgerForked, NothingLost, SequencerBusy
from leyiban.kernel.ledger.heads import FileHeadStore, SignedHead
from leyiban.kernel.ledger.models import Head, Pending, Position
from leyiban.kernel.ledger.queries import trail
from leyiban.kernel.ledger.sequencer import Sequencer
from leyiban.kernel.ledger.trails import export_trail, write_trail
from tests.kernel.ledger.test_append_only import write_one

pytestmark = [pytest.mark.committed, pytest.mark.usefixtures("db")]


def start_sequencer() -> Sequencer:
    sequencer = Sequencer(
        key=keyring.head_key(), store=FileHeadStore(settings.LEDGER_HEADS_FILE), witness=None
    )
    sequencer.start()
    return sequencer


def restart() -> None:
    """What a crash leaves: nothing but the database and the head store."""
    connections["sequencer"].close()


def test_positions_are_gap_free_and_heads_are_signed(now: dt.datetime) -> None:
    before = Position.objects.count()
    ids = [write_one(now, key=str(number)) for number in range(7)]
    sequencer = start_sequencer()
    sequencer.batch = 3
    while sequencer.round(now=now):
        pass
    sequencer.publish_head(now=now)
    places = list(Position.objects.order_by("position").values_list("position", "entry_id"))
    assert [position for position, _ in places] == list(range(len(places)))
    assert {entry for _, entry in places} >= set(ids)
    assert not Pending.objects.exists()
    assert len(places) >= before + 7
    assert check_ledger(store=FileHeadStore(settings.LEDGER_HEADS_FILE)).entries == len(places)


def test_only_one_sequencer_is_active(now: dt.datetime) -> None:
    start_sequencer()
    other = connections.create_connection("sequencer")
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [0x4C594201])
        assert cursor.fetchone() == (False,)
    other.close()


def test_a_restart_goes_on_where_the_tree_stands(now: dt.datetime) -> None:
    write_one(now, key="a")
    first = start_sequencer()
    first.round(now=now)
    restart()
    write_one(now, key="b")
    second = start_sequencer()
    second.round(now=now + dt.timedelta(seconds=10))
    assert Head.objects.count() >= 2
    assert check_ledger(store=FileHeadStore(settings.LEDGER_HEADS_FILE)).waiting == 0


def test_a_crash_between_positions_and_head_is_healed(
    now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_one(now)
    sequencer = start_sequencer()
    sequencer.sequence()
    monkeypatch.setattr(Head.objects.using("sequencer").__class__, "bulk_create", _die)
    with pytest.raises(KeyboardInterrupt):
        sequencer.publish_head(now=now)
    monkeypatch.undo()
    restart()
    start_sequencer()  # the published head is one that the database can reproduce


def _die(*arguments: object, **options: object) -> None:
    raise KeyboardInterrupt


def pretend_published(size: int, root: bytes | None = None, epoch: int = 1) -> None:
    head = SignedHead.sign(
        keyring.head_key(),
        epoch=epoch,
        size=size,
        root=root or bytes(32),
        signed_at="2026-03-09T01:30:00.000000Z",
    )
    FileHeadStore(settings.LEDGER_HEADS_FILE).publish(head)


def test_an_older_backup_is_not_sealed_over(now: dt.datetime) -> None:
    write_one(now)
    sequencer = start_sequencer()
    sequencer.round(now=now)
    restart()
    pretend_published(10_000)
    with pytest.raises(LedgerBehind):
        start_sequencer()


def test_rewritten_entries_are_not_sealed_over(now: dt.datetime) -> None:
    write_one(now)
    sequencer = start_sequencer()
    sequencer.round(now=now)
    restart()
    pretend_published(1, root=b"\x01" * 32)
    with pytest.raises(LedgerForked):
        start_sequencer()


def test_a_new_epoch_binds_what_was_lost(now: dt.datetime) -> None:
    write_one(now)
    first = start_sequencer()
    first.round(now=now)
    size = Position.objects.count()
    write_one(now, key="pending before the epoch opens")
    pretend_published(size + 5)
    epoch = open_epoch(
        sequencer=first, reason_code="restored_backup", reason="磁盘坏了", actor=system_actor(), now=now
    )
    opening = trail("ledger", f"epoch-{epoch.number}")[0]
    assert opening.position == size
    assert dataclasses.asdict(opening.facts)["published_size"] == size + 5
    assert opening.facts.kept == size
    first.round(now=now + dt.timedelta(minutes=1))
    restart()
    start_sequencer()
    assert "磁盘" not in opening.body.decode()


def test_no_epoch_without_a_loss(now: dt.datetime) -> None:
    write_one(now)
    sequencer = start_sequencer()
    sequencer.round(now=now)
    with pytest.raises(NothingLost):
        open_epoch(sequencer=sequencer, reason_code="corrupted", reason="-", actor=system_actor(), now=now)


def test_a_second_worker_stands_by(now: dt.datetime) -> None:
    start_sequencer()
    waiting = Sequencer(key=keyring.head_key(), store=FileHeadStore(settings.LEDGER_HEADS_FILE), witness=None)
    first, connections["sequencer"] = connections["sequencer"], connections.create_connection("sequencer")
    try:
        with pytest.raises(SequencerBusy):
            waiting.start()
    finally:
        connections["sequencer"].close()
        connections["sequencer"] = first


@pytest.fixture
def exported(now: dt.datetime, tmp_path: Path) -> Path:
    """A trail of three entries among others, with the key beside the verifier."""
    for seq in (1, 2, 3):
        write_one(now, seq=seq, key="mine")
        write_one(now, seq=seq, key="another")
    sequencer = start_sequencer()
    sequencer.round(now=now)
    entries = trail("test", "mine")
    write_trail(tmp_path / "trail", export_trail(entries=entries, context=[], now=now), {})
    (tmp_path / "ledger-key.pem").write_bytes(keyring.public_pem())
    return tmp_path


def verdict(directory: Path, capsys: pytest.CaptureFixture[str]) -> str:
    verify.main([str(directory / "trail"), "--key", str(directory / "ledger-key.pem"), "--json"])
    return str(json.loads(capsys.readouterr().out)["verdict"])


def test_the_verifier_accepts_what_was_exported(exported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verdict(exported, capsys) == "accepted"


def _change_byte(trail: dict) -> None:  # type: ignore[type-arg]
    trail["entries"][1]["body"] = trail["entries"][1]["body"].replace('"kept":0', '"kept":1')


def _remove_middle(trail: dict) -> None:  # type: ignore[type-arg]
    del trail["entries"][1]


def _remove_last(trail: dict) -> None:  # type: ignore[type-arg]
    del trail["entries"][-1]


def _swap(trail: dict) -> None:  # type: ignore[type-arg]
    trail["entries"][0], trail["entries"][1] = trail["entries"][1], trail["entries"][0]


def _other_head(trail: dict) -> None:  # type: ignore[type-arg]
    facts = json.loads(trail["head"]["body"])
    head = SignedHead.sign(
        keyring.head_key(),
        epoch=2,
        size=facts["size"],
        root=bytes.fromhex(facts["root"]),
        signed_at=facts["signed_at"],
    )
    trail["head"] = head.as_json()


def _foreign_delegation(trail: dict) -> None:  # type: ignore[type-arg]
    trail["manifest"]["delegation"]["body"] = trail["manifest"]["delegation"]["body"].replace(
        "trail", "heads"
    )


@pytest.mark.parametrize(
    "forge", [_change_byte, _remove_middle, _remove_last, _swap, _other_head, _foreign_delegation]
)
def test_the_verifier_refuses_each_forgery(
    exported: Path, capsys: pytest.CaptureFixture[str], forge: object
) -> None:
    file = exported / "trail" / "trail.json"
    content = json.loads(file.read_text())
    forge(content)  # type: ignore[operator]
    file.write_text(json.dumps(content))
    assert verdict(exported, capsys).startswith("REFUSED")


def test_the_verifier_refuses_a_trail_signed_with_another_key(
    exported: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    other = keyring.SigningKey.create(tmp_path / "other.key")
    (exported / "ledger-key.pem").write_bytes(other.public_pem)
    assert verdict(exported, capsys).startswith("REFUSED")
