"""Dated rules: which is in force, loading, and what the database refuses."""

import datetime as dt
from dataclasses import replace

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from leyiban.kernel.actors import system_actor
from leyiban.kernel.lawbook import operations, queries
from leyiban.kernel.lawbook.errors import RuleOfAnotherBook, RulePeriodsOverlap, RuleUnknown
from leyiban.kernel.lawbook.models import Lawbook, LawbookEdition, Rule, RuleLine
from leyiban.kernel.lawbook.rules import Mark, Rulebook, RuleInForce, digest_of, in_order
from leyiban.kernel.ledger.queries import trail

NOW = dt.datetime(2026, 3, 9, 1, 30, tzinfo=dt.UTC)
OLD = RuleInForce(
    key="test.decided_within",
    value=20,
    unit="working_day",
    valid_from=dt.date(2004, 7, 1),
    valid_to=dt.date(2019, 4, 22),
    basis="Administrative Licensing Law 2003 art. 42",
    mark=Mark.LAW,
)
NATIONAL = replace(OLD, valid_from=dt.date(2019, 4, 23), valid_to=None)
CITY = replace(NATIONAL, region="511100", value=10, basis="Leshan 2019", mark=Mark.PRACTICE)
ITEM = replace(NATIONAL, item="LYB-0701", value=7, basis="Construction Law 2019 art. 8")
CLOSING = replace(NATIONAL, key="test.closes_at", value="17:30", unit="")
RULES = (OLD, NATIONAL, CITY, ITEM, CLOSING)
BOOK = Rulebook(RULES)
DAY = dt.date(2020, 2, 10)


def load(*rules: RuleInForce, book: str = "test") -> operations.RuleDiff:
    return operations.load_rules(book=book, rules=rules, actor=system_actor(), now=NOW)


class TestWhichRuleIsInForce:
    def test_by_day(self) -> None:
        assert BOOK.rule("test.decided_within", on=dt.date(2019, 4, 22), regions=()) == OLD
        assert BOOK.rule("test.decided_within", on=dt.date(2019, 4, 23), regions=()) == NATIONAL

    def test_the_nearest_region_wins(self) -> None:
        assert BOOK.rule("test.decided_within", on=DAY, regions=("511102", "511100", "510000")) == CITY
        assert BOOK.rule("test.decided_within", on=DAY, regions=("510100", "510000")) == NATIONAL

    def test_a_rule_for_the_item_goes_before_the_region(self) -> None:
        assert BOOK.rule("test.decided_within", on=DAY, regions=("511100",), item="LYB-0701") == ITEM
        assert BOOK.rule("test.decided_within", on=DAY, regions=("511100",), item="LYB-0702") == CITY

    @pytest.mark.parametrize(
        ("key", "on"), [("test.nothing", DAY), ("test.decided_within", dt.date(2004, 6, 30))]
    )
    def test_a_missing_rule_is_named_with_its_day(self, key: str, on: dt.date) -> None:
        with pytest.raises(RuleUnknown) as refused:
            BOOK.rule(key, on=on, regions=("511100",))
        assert key in str(refused.value)
        assert str(on) in str(refused.value)
        assert "511100" in str(refused.value)

    def test_the_whole_history_of_a_line(self) -> None:
        assert BOOK.period("test.decided_within") == (OLD, NATIONAL)


class TestRulesAsValues:
    def test_two_rules_on_one_day_are_refused(self) -> None:
        with pytest.raises(RulePeriodsOverlap, match=r"test\.decided_within"):
            in_order([replace(OLD, valid_to=dt.date(2019, 4, 23)), NATIONAL])
        with pytest.raises(RulePeriodsOverlap):
            in_order([replace(OLD, valid_to=None), NATIONAL])

    def test_canonical_form_and_back(self) -> None:
        assert [RuleInForce.from_canonical(rule.canonical()) for rule in RULES] == list(RULES)

    def test_the_digest_is_of_the_content_not_the_order(self) -> None:
        assert digest_of(in_order(RULES)) == digest_of(in_order(reversed(RULES)))
        assert digest_of(in_order(RULES)) != digest_of(in_order(RULES[1:]))

    @pytest.mark.parametrize(
        "wrong", [{"key": "Not A Key"}, {"value": ""}, {"value": True}, {"valid_to": dt.date(2000, 1, 1)}]
    )
    def test_a_rule_that_is_no_rule(self, wrong: dict[str, object]) -> None:
        with pytest.raises(ValueError):
            replace(NATIONAL, **wrong)  # type: ignore[arg-type]


@pytest.mark.usefixtures("db")
class TestLoading:
    def test_loaded_rules_are_in_force(self) -> None:
        load(*RULES)
        assert queries.rule("test.decided_within", on=DAY, region="511102004001").value == 10
        assert queries.rule("test.decided_within", on=DAY, region=("510100",)).value == 20
        assert queries.rule("test.closes_at", on=DAY, region="511100").value == "17:30"

    def test_loading_twice_changes_nothing(self) -> None:
        first, second = load(*RULES), load(*reversed(RULES))
        assert (len(first.added), first.unchanged) == (5, 0)
        assert not second
        assert second.unchanged == 5
        assert Lawbook.objects.get(name="test").version == 1

    def test_the_difference_is_told_before_and_after(self) -> None:
        load(*RULES)
        stricter = replace(CITY, value=8)
        wanted = (OLD, NATIONAL, stricter, ITEM, replace(CLOSING, key="test.opens_at", value="08:30"))
        told = operations.compare_rules(book="test", rules=wanted)
        assert [rule.key for rule in told.added] == ["test.opens_at"]
        assert [(change.before.value, change.after.value) for change in told.changed] == [(10, 8)]
        assert [rule.key for rule in told.removed] == ["test.closes_at"]
        assert load(*wanted) == told
        assert queries.rule("test.decided_within", on=DAY, region="511100").value == 8
        with pytest.raises(RuleUnknown):
            queries.rule("test.closes_at", on=DAY, region="511100")

    def test_every_edition_stays_readable(self) -> None:
        load(*RULES)
        first = Lawbook.objects.get(name="test").digest
        load(*RULES[:2])
        assert queries.edition(first) == tuple(in_order(RULES))
        with pytest.raises(LawbookEdition.DoesNotExist):
            queries.edition("sha256:none")

    def test_each_edition_is_on_the_ledger(self) -> None:
        load(*RULES)
        load(*RULES[:4])
        entries = trail("lawbook", "test")
        assert [(entry.kind, entry.seq, entry.facts.removed) for entry in entries] == [
            ("lawbook.published/1", 1, 0),
            ("lawbook.published/1", 2, 1),
        ]
        assert entries[-1].facts.digest == Lawbook.objects.get(name="test").digest

    def test_one_book_cannot_change_a_line_of_another(self) -> None:
        load(*RULES)
        with pytest.raises(RuleOfAnotherBook, match=r"test\.closes_at"):
            load(CLOSING, book="other city")

    def test_a_rollback_leaves_no_stale_answer(self) -> None:
        load(*RULES)
        with transaction.atomic():
            load(OLD, NATIONAL, replace(CITY, value=3))
            assert queries.rule("test.decided_within", on=DAY, region="511100").value == 3
            transaction.set_rollback(True)
        assert queries.rule("test.decided_within", on=DAY, region="511100").value == 10

    def test_a_zone_follows_its_host(self) -> None:
        load(*RULES)
        assert queries.rule("test.decided_within", on=DAY, region="511102LSGX").value == 10


@pytest.mark.usefixtures("db")
class TestTheDatabaseItself:
    def test_refuses_two_rules_on_one_day(self) -> None:
        load(*RULES)
        line = RuleLine.objects.get(key="test.closes_at")
        fields = {"line": line, "word": "16:00", "mark": "law", "basis": "x"}
        with pytest.raises(IntegrityError, match="lawbook_one_rule_per_day"), transaction.atomic():
            Rule.objects.create(valid_from=dt.date(2021, 1, 1), **fields)
        before = Rule.objects.create(valid_from=dt.date(2018, 1, 1), valid_to=dt.date(2019, 4, 22), **fields)
        assert before.pk

    @pytest.mark.parametrize(("number", "word"), [(None, ""), (5, "five")])
    def test_refuses_a_rule_without_exactly_one_value(self, number: int | None, word: str) -> None:
        load(*RULES)
        line = RuleLine.objects.create(key="test.x", region="CN", book=Lawbook.objects.get(name="test"))
        with pytest.raises(IntegrityError, match="number_or_word"), transaction.atomic():
            Rule.objects.create(line=line, number=number, word=word, valid_from=DAY, mark="law", basis="x")

    @pytest.mark.parametrize("sql", ["UPDATE {} SET content = '[]'", "DELETE FROM {}", "TRUNCATE {}"])
    def test_refuses_to_change_an_edition(self, sql: str) -> None:
        load(*RULES)
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(sql.format("lawbook_lawbookedition"))
