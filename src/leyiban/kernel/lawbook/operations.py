"""Publish a book of rules: compare, change what differs, record it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from leyiban.kernel.actors import Actor
from leyiban.kernel.lawbook.errors import RuleOfAnotherBook
from leyiban.kernel.lawbook.kinds import LawbookPublished
from leyiban.kernel.lawbook.models import Lawbook, LawbookEdition, Rule, RuleLine
from leyiban.kernel.lawbook.queries import edition
from leyiban.kernel.lawbook.rules import RuleInForce, digest_of, in_order
from leyiban.kernel.ledger.canonical import canonical_json
from leyiban.kernel.ledger.operations import Subject, append

__all__ = ["RuleChange", "RuleDiff", "compare_rules", "load_rules"]


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A rule whose line and first day stay the same while something else differs."""

    before: RuleInForce
    after: RuleInForce


@dataclass(frozen=True, slots=True)
class RuleDiff:
    """What loading a book changes, or would change."""

    added: tuple[RuleInForce, ...]
    changed: tuple[RuleChange, ...]
    removed: tuple[RuleInForce, ...]
    unchanged: int

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def compare_rules(*, book: str, rules: Iterable[RuleInForce]) -> RuleDiff:
    """What :func:`load_rules` would change, without changing it.

    Raises:
        RulePeriodsOverlap: two of these rules are in force on the same day.
    """
    digest = Lawbook.objects.filter(name=book).values_list("digest", flat=True).first()
    return _diff(edition(digest) if digest else (), in_order(rules))


@transaction.atomic
def load_rules(*, book: str, rules: Iterable[RuleInForce], actor: Actor, now: dt.datetime) -> RuleDiff:
    """Make ``rules`` the whole content of ``book``. Loading the same again changes nothing.

    Rules that the book no longer has leave the list of rules in force, but stay in its earlier editions;
    matters keep the values they were filed under.

    Raises:
        RulePeriodsOverlap: two rules of one line are in force on the same day.
        RuleOfAnotherBook: a line already belongs to another book.
    """
    ordered = in_order(rules)
    Lawbook.objects.get_or_create(name=book)
    shelf = Lawbook.objects.select_for_update().get(name=book)
    diff = _diff(edition(shelf.digest) if shelf.digest else (), ordered)
    if not diff and shelf.version:
        return diff
    _replace_rules(shelf, ordered)
    _publish(shelf, ordered, now)
    append(
        facts=LawbookPublished(
            book=book,
            digest=shelf.digest,
            rules=len(ordered),
            added=len(diff.added),
            changed=len(diff.changed),
            removed=len(diff.removed),
        ),
        subject=Subject("lawbook", book, shelf.version),
        actor=actor,
        happened_at=now,
        entered_at=now,
    )
    return diff


def _diff(before: Iterable[RuleInForce], after: Iterable[RuleInForce]) -> RuleDiff:
    old = {(rule.line, rule.valid_from): rule for rule in before}
    new = {(rule.line, rule.valid_from): rule for rule in after}
    both = [place for place in new if place in old]
    return RuleDiff(
        added=tuple(rule for place, rule in new.items() if place not in old),
        changed=tuple(RuleChange(old[place], new[place]) for place in both if old[place] != new[place]),
        removed=tuple(rule for place, rule in old.items() if place not in new),
        unchanged=sum(old[place] == new[place] for place in both),
    )


def _replace_rules(shelf: Lawbook, rules: Sequence[RuleInForce]) -> None:
    lines = _lines(shelf, rules)
    Rule.objects.filter(line__book=shelf).delete()
    RuleLine.objects.filter(book=shelf).exclude(pk__in=[line.pk for line in lines.values()]).delete()
    Rule.objects.bulk_create(
        Rule(
            line=lines[rule.line],
            number=rule.value if isinstance(rule.value, int) else None,
            word=rule.value if isinstance(rule.value, str) else "",
            unit=rule.unit,
            valid_from=rule.valid_from,
            valid_to=rule.valid_to,
            mark=rule.mark.value,
            basis=rule.basis,
        )
        for rule in rules
    )


def _lines(shelf: Lawbook, rules: Sequence[RuleInForce]) -> dict[tuple[str, str, str], RuleLine]:
    wanted = dict.fromkeys(rule.line for rule in rules)
    RuleLine.objects.bulk_create(
        (RuleLine(key=key, region=region, item=item, book=shelf) for key, region, item in wanted),
        ignore_conflicts=True,
    )
    keys = {key for key, _, _ in wanted}
    found = {
        (line.key, line.region, line.item): line
        for line in RuleLine.objects.filter(key__in=keys).select_related("book")
    }
    for place in wanted:
        if found[place].book_id != shelf.pk:
            raise RuleOfAnotherBook(key=place[0], region=place[1], book=found[place].book.name)
    return {place: found[place] for place in wanted}


def _publish(shelf: Lawbook, rules: Sequence[RuleInForce], now: dt.datetime) -> None:
    shelf.version += 1
    shelf.digest = digest_of(rules)
    shelf.save(update_fields=["version", "digest"])
    LawbookEdition.objects.create(
        book=shelf,
        number=shelf.version,
        digest=shelf.digest,
        content=canonical_json([rule.canonical() for rule in rules]).decode(),
        published_at=now,
    )
