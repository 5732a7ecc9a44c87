"""延续 and 变更: there is such a licence, its own office renews it, and its form knows what is filled in from it."""

from collections.abc import Iterator

from leyiban.catalogue.problems import Problem
from leyiban.catalogue.rulefile import RuleFile
from leyiban.catalogue.rulefile.checks.questions import placed_questions
from leyiban.catalogue.rulefile.checks.subject import Subject
from leyiban.catalogue.source import Path
from leyiban.packs.checks.agencies import unknown
from leyiban.packs.pack import ItemFile, Pack


def licences_are_issued_here(pack: Pack) -> Iterator[Problem]:
    """What is renewed or changed is a licence that another item issues, by the same agencies, and with an end if it
    is to be renewed."""
    for item in pack.items:
        if item.rulefile.replaces:
            yield from _problems_of(item, _issuers(pack, item.rulefile))


def _issuers(pack: Pack, rules: RuleFile) -> list[RuleFile]:
    """The items that issue such a licence for the first time."""
    return [
        other.rulefile
        for other in pack.items
        if other.rulefile.result.licence is not None
        and not other.rulefile.replaces
        and other.rulefile.result.licence.type_code == rules.replaces
    ]


def _problems_of(item: ItemFile, issuers: list[RuleFile]) -> Iterator[Problem]:
    rules = item.rulefile
    if not issuers:
        path: Path = ("result", "licence", "type_code")
        yield unknown(item.source, path, "replacing.licence", rules.replaces, set())
        return
    issuing = {body.agency for issuer in issuers for body in issuer.implementing}
    for index, body in enumerate(rules.implementing):
        if body.agency not in issuing:
            path = ("implementing", index, "agency")
            yield unknown(item.source, path, "replacing.agency", body.agency, issuing)
    if rules.renews is not None and all(_is_long_term(issuer) for issuer in issuers):
        yield item.source.problem(
            ("renews",),
            "replacing.long_term",
            ("这种证照长期有效，不用延续。", "Such a licence has no end and is never renewed."),
            ("请删掉 renews。", "Remove renews."),
        )
    yield from _answers_are_there(item, issuers)


def _is_long_term(issuer: RuleFile) -> bool:
    return issuer.result.licence is not None and issuer.result.licence.validity.long_term


def _answers_are_there(item: ItemFile, issuers: list[RuleFile]) -> Iterator[Problem]:
    """A question that comes filled in from the licence was asked, in the same way, when it was granted."""
    asked = {(each.key, each.type) for issuer in issuers for each in issuer.questions()}
    subject = Subject(rulefile=item.rulefile, source=item.source, lawbook=None)
    for path, question in placed_questions(subject):
        if question.from_licence and (question.key, question.type) not in asked:
            known = {key for key, kind in asked if kind == question.type}
            yield unknown(item.source, (*path, "key"), "replacing.question", question.key, known)
