"""What somebody writes at a move: kept sealed beside it, committed to on the ledger."""

from typing import Final

from leyiban.kernel.crypto import commit
from leyiban.supervision.errors import WordsNeeded
from leyiban.supervision.rules import Said

LONGEST: Final = 1000


def said(words: str) -> Said:
    """Raises:
    WordsNeeded: nothing was written.
    """
    text = words.strip()[:LONGEST]
    if not text:
        raise WordsNeeded
    commitment = commit(text.encode())
    return Said(words=text, salt=commitment.salt, commitment=commitment.digest.hex())
