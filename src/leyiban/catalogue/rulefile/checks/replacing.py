"""延续 and 变更: an item that takes the place of a licence issues one, and does one of the two."""

from collections.abc import Iterator

from leyiban.catalogue.problems import Problem
from leyiban.catalogue.rulefile.checks.questions import placed_questions
from leyiban.catalogue.rulefile.checks.subject import Subject


def renews_or_changes_a_licence(subject: Subject) -> Iterator[Problem]:
    rules = subject.rulefile
    named = [name for name in ("renews", "changes") if getattr(rules, name) is not None]
    if len(named) > 1:
        yield subject.problem(
            ("changes",),
            "replacing.both",
            ("一个事项要么延续，要么变更。", "An item either renews a licence or changes one."),
            ("请删掉 renews 或 changes。", "Remove renews or changes."),
        )
    if named and rules.result.licence is None:
        yield subject.problem(
            (named[0],),
            "replacing.no_licence",
            ("延续、变更的结果要是证照。", "What renews or changes a licence issues one."),
            (f"请补上 result.licence，或删掉 {named[0]}。", f"Add result.licence, or remove {named[0]}."),
        )
    if rules.renews is not None and rules.result.licence is not None:
        yield from _has_an_end(subject)


def _has_an_end(subject: Subject) -> Iterator[Problem]:
    licence = subject.rulefile.result.licence
    if licence is not None and licence.validity.long_term:
        yield subject.problem(
            ("result", "licence", "validity"),
            "replacing.no_end",
            ("长期有效的证照不用延续。", "A licence without an end is never renewed."),
            ("请写有效期，或删掉 renews。", "Give it a term, or remove renews."),
        )


def only_they_fill_in_from_a_licence(subject: Subject) -> Iterator[Problem]:
    if subject.rulefile.replaces:
        return
    for path, question in placed_questions(subject):
        if question.from_licence:
            yield subject.problem(
                (*path, "from_licence"),
                "replacing.from_licence",
                (
                    "不延续、不变更证照的事项，没有证照可取。",
                    "An item that renews and changes nothing has no licence to take this from.",
                ),
                ("请删掉 from_licence。", "Remove from_licence."),
            )
