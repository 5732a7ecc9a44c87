"""Reads tree nodes from the database."""

from django.db.models import Max

from leyiban.kernel.ledger.merkle import NodeReader
from leyiban.kernel.ledger.models import Epoch, Node, Position


def node_reader(using: str) -> NodeReader:
    def read(level: int, index: int) -> bytes:
        return bytes(Node.objects.using(using).values_list("hash", flat=True).get(level=level, index=index))

    return read


def tree_size(using: str) -> int:
    last: int | None = Position.objects.using(using).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def current_epoch(using: str) -> int:
    number: int | None = Epoch.objects.using(using).aggregate(number=Max("number"))["number"]
    return number or 1
