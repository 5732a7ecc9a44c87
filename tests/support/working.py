"""What the worker does, step by step in this process, for tests on committed data."""

import datetime as dt

from django.conf import settings

from leyiban.kernel.docket.models import OpenMatter
from leyiban.kernel.documents.making import make
from leyiban.kernel.documents.models import Document, State
from leyiban.kernel.flows.due import run_due
from leyiban.kernel.flows.recounting import recount
from leyiban.kernel.ledger import keyring
from leyiban.kernel.ledger.followers import follow_all
from leyiban.kernel.ledger.heads import FileHeadStore
from leyiban.kernel.ledger.models import Follower
from leyiban.kernel.ledger.sequencer import Sequencer

_MOST_ROUNDS = 50


class Worker:
    """Sequencer, followers, due moves and documents, until nothing is left to do."""

    def __init__(self) -> None:
        store = FileHeadStore(settings.LEDGER_HEADS_FILE)
        self.sequencer = Sequencer(key=keyring.head_key(), store=store, witness=None)
        self.sequencer.start()

    def settle(self, *, now: dt.datetime) -> None:
        """Run everything that waits; a follower that is held up fails the test with its reason."""
        for _ in range(_MOST_ROUNDS):
            done = run_due(now=now) if _due(now) else 0
            done += recount(now=now)
            done += self.sequencer.round(now=now)
            done += follow_all(now=now)
            done += sum(_make(document.pk, now) for document in _waiting())
            held = Follower.objects.filter(failures__gt=0).values_list("name", "error")
            assert not held, list(held)
            if not done:
                self.sequencer.publish_head(now=now)
                return
        raise AssertionError("the worker does not come to rest")


def _due(now: dt.datetime) -> bool:
    return OpenMatter.objects.filter(next_check__lte=now).exists()


def _waiting() -> list[Document]:
    return list(Document.objects.filter(state=State.REQUESTED).order_by("pk"))


def _make(pk: int, now: dt.datetime) -> int:
    make(document_id=pk, now=now)
    return 1
