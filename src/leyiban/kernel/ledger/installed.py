"""This installation's sequencer and the places outside the database that it publishes to."""

from django.conf import settings

from leyiban.kernel.ledger.heads import FileHeadStore, HttpWitness
from leyiban.kernel.ledger.keyring import head_key
from leyiban.kernel.ledger.sequencer import Sequencer


def head_store() -> FileHeadStore:
    return FileHeadStore(settings.LEDGER_HEADS_FILE)


def witness() -> HttpWitness:
    return HttpWitness(settings.LEDGER_WITNESS_URL, key=head_key())


def sequencer() -> Sequencer:
    """Not started yet."""
    return Sequencer(key=head_key(), store=head_store(), witness=witness())
