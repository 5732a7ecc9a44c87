"""The search document of an item, drawn from its rule file or from its lines on a list. Pure."""

from leyiban.catalogue.rulefile.model import RuleFile
from leyiban.catalogue.words import Bilingual
from leyiban.kernel.search import Document


def search_document(rulefile: RuleFile) -> Document:
    """Names and keywords weigh most; summary, result and questions help to find what is not named.

    Papers do not: whoever looks for a marriage certificate does not look for what one needs it for.
    """
    said = [*_both(rulefile.summary), *_both(rulefile.main_item), *_both(rulefile.result.name)]
    for question in rulefile.faq:
        said += _both(question.ask)
    names = [*_both(rulefile.name), *_both(rulefile.short_name), *rulefile.keywords]
    codes = [rulefile.code, rulefile.catalog_code]
    for body in rulefile.implementing:
        codes += [body.task_code, *([body.local_task_code] if body.local_task_code else [])]
    return Document(names=_once(names), said=_once(said), codes=_once(codes))


def _both(words: Bilingual) -> list[str]:
    return [words.zh, *([words.en] if words.en else [])]


def _once(texts: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
