"""Search in plain words, the pure part: lexemes, other words, whole phrases, ranking. The documents are the caller's."""

from leyiban.kernel.search.documents import EVERY_WAY, Document, Found, Match, Way, Why
from leyiban.kernel.search.explaining import Matches
from leyiban.kernel.search.index import Index
from leyiban.kernel.search.lexicon import Lexicon, core

__all__ = [
    "EVERY_WAY",
    "Document",
    "Found",
    "Index",
    "Lexicon",
    "Match",
    "Matches",
    "Way",
    "Why",
    "core",
]
