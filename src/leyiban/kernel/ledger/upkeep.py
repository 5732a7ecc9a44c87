"""What ``leyiban doctor`` asks about the ledger."""

import datetime as dt

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS

from leyiban.kernel.ledger.checking import oldest_pending
from leyiban.kernel.ledger.errors import LedgerBehind, LedgerForked
from leyiban.kernel.ledger.heads import WITNESS_TROUBLE, HeadStore, check_against
from leyiban.kernel.ledger.installed import head_store, witness
from leyiban.kernel.ledger.keyring import ensure_keys
from leyiban.kernel.ledger.models import Follower
from leyiban.kernel.ledger.nodes import current_epoch, node_reader, tree_size
from leyiban.kernel.upkeep import Finding, fail, health_check, ok, preparation, warn


@preparation("ledger.keys")
def keys(*, now: dt.datetime) -> str:
    """Make the ledger's keys on the first start of this installation."""
    ensure_keys(settings.LEDGER_KEY_DIR)
    return "the ledger's keys are there"


def _held_against(store: HeadStore) -> Finding | None:
    """None when the database agrees with what the store remembers."""
    epoch, size = current_epoch(DEFAULT_DB_ALIAS), tree_size(DEFAULT_DB_ALIAS)
    try:
        check_against(store.latest(), epoch=epoch, size=size, node=node_reader(DEFAULT_DB_ALIAS))
    except (LedgerBehind, LedgerForked) as refusal:
        return fail(
            f"sealing has stopped: {refusal.code}, the database holds {size} entries of epoch {epoch}. {refusal}",
            "Find a newer backup; if there is none: leyiban ledger new-epoch --reason-code restored_backup "
            "--reason '…'.",
        )
    return None


@health_check("ledger.heads")
def heads(*, now: dt.datetime) -> Finding:
    """The database agrees with the heads kept outside it."""
    return _held_against(head_store()) or ok("the database agrees with the last published head")


@health_check("ledger.witness")
def the_witness(*, now: dt.datetime) -> Finding:
    """The witness answers, and knows no other story."""
    try:
        return _held_against(witness()) or ok("the witness agrees")
    except WITNESS_TROUBLE as error:
        return warn(
            f"the witness does not answer ({type(error).__name__})",
            "Heads are kept here and told to it later; see that it comes back.",
        )


@health_check("ledger.sequencer")
def sequencing(*, now: dt.datetime) -> Finding:
    """Entries get their place within the promised delay."""
    since = oldest_pending()
    delay = dt.timedelta(seconds=settings.LEDGER_MAXIMUM_DELAY_SECONDS)
    if since is not None and now - since > delay:
        return fail(
            f"an entry has waited for its place since {since.isoformat()}",
            "See that a worker runs (leyiban worker) and what ledger.heads says.",
        )
    return ok("every entry has its place in time")


@health_check("ledger.followers")
def followers(*, now: dt.datetime) -> Finding:
    """No follower is held up."""
    held = list(Follower.objects.filter(failures__gt=0).order_by("name"))
    if held:
        first = held[0]
        return fail(
            f"{len(held)} followers are held up, first {first.name} at {first.next_position} ({first.error})",
            "The worker's log has the traceback; mend the cause, it is tried again by itself.",
        )
    return ok("all followers go on")
