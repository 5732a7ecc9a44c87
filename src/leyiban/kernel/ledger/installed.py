"""This installation's sequencer and the places outside the database that it publishes to."""

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS

from leyiban.kernel.ledger.heads import FileHeadStore, HttpWitness, check_against
from leyiban.kernel.ledger.keyring import head_key
from leyiban.kernel.ledger.nodes import current_epoch, node_reader, tree_size
from leyiban.kernel.ledger.sequencer import Sequencer


def head_store() -> FileHeadStore:
    return FileHeadStore(settings.LEDGER_HEADS_FILE)


def witness() -> HttpWitness:
    return HttpWitness(settings.LEDGER_WITNESS_URL, key=head_key())


def sequencer() -> Sequencer:
    """Not started yet."""
    return Sequencer(key=head_key(), store=head_store(), witness=witness())


def check_nothing_forgotten() -> None:
    """Ask before a seal is used: the database must not be behind what this installation has published.

    Raises:
        LedgerBehind, LedgerForked: it is; what is sealed over a forgotten past cannot be trusted.
    """
    check_against(
        head_store().latest(),
        epoch=current_epoch(DEFAULT_DB_ALIAS),
        size=tree_size(DEFAULT_DB_ALIAS),
        node=node_reader(DEFAULT_DB_ALIAS),
    )
