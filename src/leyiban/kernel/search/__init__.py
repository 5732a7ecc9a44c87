"""Chinese full-text search, the pure part: tokens, synonyms, ranking. The table is the caller's."""

from leyiban.kernel.search.phrases import Held, Phrase, SynonymGroup, core, held_in, phrases
from leyiban.kernel.search.ranking import Lexemes, Rarity, Score, score
from leyiban.kernel.search.tokens import Family, Token, document_tokens, query_tokens, readings
from leyiban.kernel.search.vectors import query_literal, vector_literal

__all__ = [
    "Family",
    "Held",
    "Lexemes",
    "Phrase",
    "Rarity",
    "Score",
    "SynonymGroup",
    "Token",
    "core",
    "document_tokens",
    "held_in",
    "phrases",
    "query_literal",
    "query_tokens",
    "readings",
    "score",
    "vector_literal",
]
