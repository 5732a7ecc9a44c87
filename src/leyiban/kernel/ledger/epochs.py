"""Opening a new epoch after data was lost for good: a command with a reason, never automatic."""

import datetime as dt

from django.db import transaction

from leyiban.kernel.actors import Actor
from leyiban.kernel.ledger.errors import LedgerBehind, LedgerForked, NothingLost
from leyiban.kernel.ledger.heads import SignedHead, check_against
from leyiban.kernel.ledger.kinds import EpochOpened
from leyiban.kernel.ledger.models import Epoch
from leyiban.kernel.ledger.nodes import current_epoch, node_reader, tree_size
from leyiban.kernel.ledger.operations import Subject, prepare
from leyiban.kernel.ledger.sequencer import USING, Sequencer


def open_epoch(
    *, sequencer: Sequencer, reason_code: str, reason: str, actor: Actor, now: dt.datetime
) -> Epoch:
    """Accept the loss that :func:`check_against` found and start sealing again.

    Args:
        reason_code: ``restored_backup`` or ``corrupted``: what the ledger shows to everyone.
        reason: the operator's words, kept in the database.

    Raises:
        NothingLost: the database agrees with what was published.
    """
    published = _newest(sequencer)
    old_epoch, size = current_epoch(USING), tree_size(USING)
    try:
        check_against(published, epoch=old_epoch, size=size, node=node_reader(USING))
    except (LedgerBehind, LedgerForked):
        pass
    else:
        raise NothingLost
    if published is None:
        raise NothingLost
    facts = EpochOpened(
        old_epoch=published.epoch,
        published_size=published.size,
        published_root=published.root.hex(),
        kept=size,
        reason_code=reason_code,
    )
    with transaction.atomic(using=USING):
        epoch = Epoch.objects.using(USING).create(
            number=published.epoch + 1, first_position=size, opened_at=now, reason=reason
        )
        entry = prepare(
            facts=facts,
            subject=Subject("ledger", f"epoch-{epoch.number}", 1),
            actor=actor,
            happened_at=now,
            entered_at=now,
        )
        entry.save(using=USING, force_insert=True)
        sequencer.start_epoch(entry_id=entry.pk, number=epoch.number)
    sequencer.publish_head(now=now)
    return epoch


def _newest(sequencer: Sequencer) -> SignedHead | None:
    heads = [head for head in sequencer.published_heads() if head is not None]
    return max(heads, key=lambda head: (head.epoch, head.size), default=None)
