"""The search document of an item, drawn from its rule file or from its line on a list. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from leyiban.catalogue.rulefile.model import RuleFile
from leyiban.catalogue.words import Bilingual
from leyiban.kernel.search import document_tokens, vector_literal

NAMES, ELSEWHERE = "A", "D"


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """``vector`` is a literal to cast to ``tsvector``."""

    vector: str
    keywords: tuple[str, ...]


def search_document(rulefile: RuleFile) -> SearchDocument:
    """Names and keywords weigh most; summary, papers and questions help to find what is not named."""
    names = [*_both(rulefile.name), *_both(rulefile.short_name), *rulefile.keywords]
    elsewhere = [*_both(rulefile.summary), *_both(rulefile.main_item), *_both(rulefile.result.name)]
    for material in rulefile.materials:
        elsewhere += _both(material.name)
    for question in rulefile.faq:
        elsewhere += _both(question.ask)
    vector = vector_literal(
        {
            NAMES: {token for text in names for token in document_tokens(text)},
            ELSEWHERE: {token for text in elsewhere for token in document_tokens(text)},
        }
    )
    return SearchDocument(
        vector=vector, keywords=tuple(dict.fromkeys([rulefile.name.zh, *rulefile.keywords]))
    )


def listed_vector(cells: Sequence[str]) -> str:
    """A literal to cast to ``tsvector`` for a bare item: its name weighs most, then agency and main item."""
    department, main_item, name, *_ = cells
    return vector_literal(
        {
            NAMES: set(document_tokens(name)),
            ELSEWHERE: {token for text in (department, main_item) for token in document_tokens(text)},
        }
    )


def _both(words: Bilingual) -> list[str]:
    return [words.zh, *([words.en] if words.en else [])]
