"""Tokens as PostgreSQL takes them: literals of ``tsvector`` and ``tsquery`` in the simple configuration."""

from collections.abc import Collection, Mapping

from leyiban.kernel.search.tokens import Token

Weight = str
"""``A`` (what the thing is called) to ``D`` (what else is said about it)."""


def vector_literal(parts: Mapping[Weight, Collection[Token]]) -> str:
    """The text to cast to ``tsvector``. Position 1 carries the weight; order of words is not kept."""
    lexemes: dict[str, Weight] = {}
    for weight in sorted(parts, reverse=True):  # the best weight is written last and stays
        for token in parts[weight]:
            lexemes[token.lexeme] = weight
    return " ".join(f"{_quoted(lexeme)}:1{weight}" for lexeme, weight in sorted(lexemes.items()))


def query_literal(tokens: Collection[Token]) -> str:
    """The text to cast to ``tsquery``: any of the tokens."""
    return " | ".join(_quoted(token.lexeme) for token in sorted(tokens))


def _quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"
