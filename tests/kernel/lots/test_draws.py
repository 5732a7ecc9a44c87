"""A draw from announcement to winners, and everybody who tries to bend it."""

import datetime as dt
import json
from dataclasses import replace

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from leyiban.kernel.actors import system_actor
from leyiban.kernel.ledger.queries import trail
from leyiban.kernel.lots import errors, operations, queries
from leyiban.kernel.lots.drawing import Entrant
from leyiban.kernel.lots.models import Draw, DrawState, LotEntry
from leyiban.kernel.lots.protocol import LotRule, new_secret, sealed, seed_digest
from leyiban.kernel.lots.records import DrawRecord, RecordUntrue, check_record

pytestmark = pytest.mark.usefixtures("db")

NOW = dt.datetime(2026, 3, 9, 1, 30, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
CLOSES, SOURCES_BY, REVEAL_BY = NOW + HOUR, NOW + 2 * HOUR, NOW + 3 * HOUR
RULE = LotRule(purpose="test.masks", seats=2, sources=("notary", "supervisor"))
ENTRANTS = tuple(Entrant(f"person-{number}") for number in range(7))
SEED = new_secret()
VALUES = {"notary": new_secret(), "supervisor": new_secret()}
ACTOR = system_actor()


def opened(rule: LotRule = RULE, entrants: tuple[Entrant, ...] = ENTRANTS) -> str:
    operations.open_draw(
        number="D1",
        organiser="bureau",
        rule=rule,
        closes_at=CLOSES,
        sources_by=SOURCES_BY,
        reveal_by=REVEAL_BY,
        actor=ACTOR,
        now=NOW,
    )
    if entrants:
        operations.enter_draw(number="D1", entrants=entrants, now=NOW)
    return "D1"


def commit(number: str, *, rule: LotRule = RULE, seed: str = SEED, now: dt.datetime = CLOSES) -> str:
    return operations.commit_draw(
        number=number, rule_digest=rule.digest, seed_digest=seed_digest(number, seed), actor=ACTOR, now=now
    )


def seal(number: str, source: str, value: str | None = None) -> None:
    seal = sealed(number, source, value or VALUES[source])
    operations.seal_contribution(number=number, source=source, sealed=seal, actor=ACTOR, now=CLOSES)


def contribute(number: str) -> None:
    for source in VALUES:
        seal(number, source)
    for source, value in VALUES.items():
        operations.open_contribution(number=number, source=source, value=value, actor=ACTOR, now=CLOSES)


def reveal(number: str, seed: str = SEED) -> list[str]:
    return operations.reveal_draw(number=number, seed=seed, actor=ACTOR, now=SOURCES_BY)


def drawn(rule: LotRule = RULE, entrants: tuple[Entrant, ...] = ENTRANTS) -> str:
    number = opened(rule, entrants)
    commit(number, rule=rule)
    contribute(number)
    reveal(number)
    return number


class TestFromAnnouncementToWinners:
    def test_the_whole_way(self) -> None:
        number = opened()
        commit(number)
        contribute(number)
        winners = reveal(number)
        assert len(winners) == 2
        ranked = LotEntry.objects.filter(draw__number=number, rank__isnull=False).order_by("rank")
        assert [entry.token for entry in ranked] == winners
        assert Draw.objects.get(number=number).state == DrawState.REVEALED

    def test_anybody_draws_again_from_the_public_record(self) -> None:
        record = queries.public_record(drawn())
        again = DrawRecord.from_json(json.loads(json.dumps(record.as_json())))
        assert again == record
        check_record(again)

    def test_everyone_has_a_proof_that_his_entry_was_in(self) -> None:
        number = drawn()
        root = Draw.objects.get(number=number).entrants_root
        assert all(queries.entry_proof(number, entrant.token).holds_under(root) for entrant in ENTRANTS)
        with pytest.raises(errors.DrawNotFound):
            queries.entry_proof(number, "nobody")

    def test_each_step_is_on_the_ledger(self) -> None:
        number = drawn()
        assert [entry.kind for entry in trail("draw", number)] == [
            "draw.opened/1",
            "draw.committed/1",
            "draw.contribution_sealed/1",
            "draw.contribution_sealed/1",
            "draw.contribution_opened/1",
            "draw.contribution_opened/1",
            "draw.revealed/1",
        ]

    def test_weights_where_the_rule_has_them(self) -> None:
        firms = (Entrant("low", 1), Entrant("high", 50))
        record = queries.public_record(drawn(replace(RULE, weighted=True, seats=1), firms))
        assert set(record.entrants) == set(firms)
        check_record(record)

    def test_where_there_are_seats_enough_everyone_wins(self) -> None:
        assert len(queries.public_record(drawn(replace(RULE, seats=50))).winners) == len(ENTRANTS)


class TestNobodyBendsTheList:
    def test_a_late_entrant_is_refused_by_the_hour_and_by_the_commitment(self) -> None:
        number = opened()
        with pytest.raises(errors.EntriesClosed):
            operations.enter_draw(number=number, entrants=[Entrant("late")], now=CLOSES)
        commit(number)
        with pytest.raises(errors.EntriesClosed):
            operations.enter_draw(number=number, entrants=[Entrant("late")], now=NOW)

    def test_the_database_refuses_a_late_entrant_too(self) -> None:
        number = opened()
        stale = Draw.objects.get(number=number)
        commit(number)
        with pytest.raises(DatabaseError, match="list of this draw is closed"), transaction.atomic():
            LotEntry.objects.create(draw=stale, token="late", entered_at=NOW)
        with pytest.raises(DatabaseError, match="closed"), transaction.atomic():
            LotEntry.objects.filter(draw=stale).delete()

    def test_nobody_enters_twice_or_with_a_weight_that_the_rule_does_not_know(self) -> None:
        number = opened()
        with pytest.raises(errors.EnteredTwice):
            operations.enter_draw(number=number, entrants=ENTRANTS[:1], now=NOW)
        with pytest.raises(errors.WeightNotAllowed):
            operations.enter_draw(number=number, entrants=[Entrant("heavy", 2)], now=NOW)
        with pytest.raises(errors.DrawNotFound):
            operations.enter_draw(number="D2", entrants=ENTRANTS, now=NOW)

    def test_the_list_is_not_closed_before_its_hour(self) -> None:
        with pytest.raises(errors.EntriesStillOpen):
            commit(opened(), now=CLOSES - dt.timedelta(seconds=1))

    def test_an_empty_list_is_no_draw(self) -> None:
        with pytest.raises(errors.NobodyEntered):
            commit(opened(entrants=()))


class TestNobodyBendsTheRule:
    def test_the_organiser_commits_to_the_rule_that_was_announced(self) -> None:
        with pytest.raises(errors.RuleChanged):
            commit(opened(), rule=replace(RULE, seats=3))

    @pytest.mark.parametrize(
        "change", [{"rule": {"seats": 9}}, {"closes_at": NOW}, {"organiser": "friend"}, {"number": "D9"}]
    )
    def test_the_database_refuses_to_change_it(self, change: dict[str, object]) -> None:
        number = opened()
        with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
            Draw.objects.filter(number=number).update(**change)

    def test_a_commitment_is_made_once(self) -> None:
        number = opened()
        commit(number)
        with pytest.raises(errors.DrawRefused):
            commit(number, seed=new_secret())
        with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
            Draw.objects.filter(number=number).update(seed_digest="0" * 64)
        with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
            connection.cursor().execute("DELETE FROM lots_draw WHERE number = %s", [number])


class TestNobodyBendsTheChance:
    def test_nobody_opens_before_all_have_sealed(self) -> None:
        number = opened()
        commit(number)
        seal(number, "notary")
        with pytest.raises(errors.SealsMissing):
            operations.open_contribution(
                number=number, source="notary", value=VALUES["notary"], actor=ACTOR, now=CLOSES
            )

    def test_what_is_opened_is_what_was_sealed(self) -> None:
        number = opened()
        commit(number)
        for source in VALUES:
            seal(number, source)
        for wrong in (new_secret(), VALUES["supervisor"], "short"):
            with pytest.raises(errors.WrongContribution):
                operations.open_contribution(
                    number=number, source="notary", value=wrong, actor=ACTOR, now=CLOSES
                )

    def test_only_named_sources_contribute_and_only_once(self) -> None:
        number = opened()
        with pytest.raises(errors.NotCommitted):
            seal(number, "notary")
        commit(number)
        with pytest.raises(errors.NotASource):
            seal(number, "stranger", new_secret())
        seal(number, "notary")
        with pytest.raises(errors.NotASource):
            seal(number, "notary", new_secret())
        with pytest.raises(errors.NotASecret):
            operations.seal_contribution(
                number=number, source="supervisor", sealed="x", actor=ACTOR, now=CLOSES
            )

    def test_the_seed_comes_last_and_is_the_right_one(self) -> None:
        number = opened()
        commit(number)
        with pytest.raises(errors.ContributionsMissing):
            reveal(number)
        contribute(number)
        for wrong in (new_secret(), "x"):
            with pytest.raises(errors.WrongSeed):
                reveal(number, wrong)
        reveal(number)
        with pytest.raises(errors.NotCommitted):
            reveal(number)

    def test_a_seed_digest_is_no_seed(self) -> None:
        number = opened()
        with pytest.raises(errors.NotASecret):
            operations.commit_draw(
                number=number, rule_digest=RULE.digest, seed_digest="me", actor=ACTOR, now=CLOSES
            )

    @pytest.mark.parametrize(
        ("change", "what"),
        [
            ({"seed": new_secret()}, "seed"),
            ({"entrants": ENTRANTS[1:]}, "entrants"),
            ({"entrants": (*ENTRANTS, Entrant("late"))}, "entrants"),
            ({"rule": replace(RULE, seats=3)}, "rule"),
            ({"contributions": {**VALUES, "notary": new_secret()}}, "notary"),
            ({"contributions": {"notary": VALUES["notary"]}}, "missing"),
            ({"winners": ("person-0", "person-1", "person-2")}, "others"),
            ({"commitment": "0" * 64}, "committed"),
        ],
    )
    def test_a_forged_record_is_found_out(self, change: dict[str, object], what: str) -> None:
        record = queries.public_record(drawn())
        with pytest.raises(RecordUntrue, match=what):
            check_record(replace(record, **change))  # type: ignore[arg-type]

    def test_a_record_of_another_format_is_refused(self) -> None:
        with pytest.raises(RecordUntrue, match="this program"):
            DrawRecord.from_json({"format": "leyiban-draw/9"})


class TestNobodyHoldsItUp:
    def test_a_copy_of_the_seed_reveals_as_well_as_the_organiser(self) -> None:
        number = opened()
        commit(number)
        contribute(number)
        notary = replace(ACTOR, pseudonym="notary")
        assert operations.reveal_draw(number=number, seed=SEED, actor=notary, now=REVEAL_BY)

    def test_an_organiser_who_never_reveals_is_named(self) -> None:
        number = opened()
        commit(number)
        contribute(number)
        with pytest.raises(errors.NotOverdue):
            operations.abandon_draw(number=number, actor=ACTOR, now=REVEAL_BY)
        failed = operations.abandon_draw(number=number, actor=ACTOR, now=REVEAL_BY + HOUR)
        assert failed == ("bureau",)
        assert trail("draw", number)[-1].facts.failed == ("bureau",)
        with pytest.raises(errors.NotCommitted):
            reveal(number)

    def test_a_source_that_stays_silent_is_named(self) -> None:
        number = opened()
        commit(number)
        seal(number, "notary")
        assert operations.abandon_draw(number=number, actor=ACTOR, now=SOURCES_BY + HOUR) == (
            "notary",
            "supervisor",
        )

    def test_an_organiser_who_never_commits_is_named(self) -> None:
        number = opened()
        assert operations.abandon_draw(number=number, actor=ACTOR, now=SOURCES_BY + HOUR) == ("bureau",)
        with pytest.raises(errors.DrawRefused):
            operations.abandon_draw(number=number, actor=ACTOR, now=SOURCES_BY + HOUR)

    def test_an_abandoned_draw_is_repeated_with_the_very_list(self) -> None:
        number = opened()
        commit(number)
        with pytest.raises(errors.DrawRefused):
            self.repeat(number)
        operations.abandon_draw(number=number, actor=ACTOR, now=SOURCES_BY + HOUR)
        again = self.repeat(number)
        commit(again.number, now=REVEAL_BY + HOUR)
        before = Draw.objects.get(number=number)
        assert Draw.objects.get(number=again.number).entrants_root == before.entrants_root
        assert trail("draw", again.number)[0].facts.repeats == number
        with pytest.raises(errors.EntriesClosed):
            operations.enter_draw(number=again.number, entrants=[Entrant("late")], now=REVEAL_BY + HOUR)
        with pytest.raises(errors.DrawRefused):
            self.repeat(number)

    @staticmethod
    def repeat(number: str) -> Draw:
        return operations.repeat_draw(
            number=number,
            new_number="D1-2",
            sources=("notary", "supervisor"),
            sources_by=REVEAL_BY + 2 * HOUR,
            reveal_by=REVEAL_BY + 3 * HOUR,
            actor=ACTOR,
            now=REVEAL_BY + HOUR,
        )

    def test_a_draw_that_is_not_over_shows_neither_record_nor_proof(self) -> None:
        number = opened()
        with pytest.raises(errors.NotCommitted):
            queries.entry_proof(number, "person-1")
        with pytest.raises(errors.NotCommitted):
            queries.public_record(number)
        with pytest.raises(errors.DrawNotFound):
            queries.public_record("D2")


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"state": "closed"}, "state_is_known"),
        ({"commitment": "0" * 64}, "open_draw_has_no_commitment"),
        ({"state": "committed"}, "committed_draw_keeps_its_secret"),
        ({"state": "revealed", "ended_at": NOW}, "revealed_draw_shows_its_seed"),
        ({"state": "abandoned"}, "abandoned_draw_has_no_seed"),
    ],
)
def test_the_database_knows_the_states(fields: dict[str, object], constraint: str) -> None:
    number = opened()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Draw.objects.filter(number=number).update(**fields)


INSERT_LATE = "INSERT INTO lots_lotentry (draw_id, token, weight, entered_at) VALUES (%s, 'late', 1, now())"


@pytest.mark.committed
def test_an_entrant_who_races_the_commitment_waits_for_it_and_is_refused() -> None:
    number = opened()
    found = Draw.objects.get(number=number)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SET lock_timeout = '100ms'")
            with transaction.atomic():
                commit(number)
                with pytest.raises(DatabaseError, match="lock timeout"):
                    cursor.execute(INSERT_LATE, [found.pk])
            with pytest.raises(DatabaseError, match="closed"):
                cursor.execute(INSERT_LATE, [found.pk])
    finally:
        other.close()
    assert LotEntry.objects.filter(draw=found).count() == len(ENTRANTS)
