"""Chinese full-text search, the pure part: tokens, synonyms, ranking. The table is the caller's."""

from leyiban.kernel.search.phrases import Phrase, SynonymGroup, core, holds, phrases
from leyiban.kernel.search.ranking import Lexemes, Rarity, Score, score
from leyiban.kernel.search.tokens import Family, Token, document_tokens, query_tokens
from leyiban.kernel.search.vectors import query_literal, vector_literal

__all__ = [
    "Family",
    "Lexemes",
    "Phrase",
    "Rarity",
    "Score",
    "SynonymGroup",
    "Token",
    "core",
    "document_tokens",
    "holds",
    "phrases",
    "query_literal",
    "query_tokens",
    "score",
    "vector_literal",
]
