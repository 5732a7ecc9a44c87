"""The draw as pure mathematics: deterministic, without bias, recomputable."""

import hashlib
import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leyiban.kernel.lots.drawing import Entrant, Numbers, draw
from leyiban.kernel.lots.protocol import EntrantList, EntrantProof, LotRule, new_secret, sealed, seed_digest

ENTRANTS = st.lists(
    st.builds(Entrant, st.text("0123456789abcdef", min_size=1, max_size=8), st.integers(1, 9)),
    min_size=1,
    max_size=40,
    unique_by=lambda entrant: entrant.token,
)
SEEDS = st.binary(min_size=32, max_size=32)


def seed(number: int) -> bytes:
    return hashlib.sha256(number.to_bytes(4, "big")).digest()


def chi_square(counts: Counter[str], expected: dict[str, float]) -> float:
    return sum((counts[name] - share) ** 2 / share for name, share in expected.items())


def test_golden_draw() -> None:
    """These winners may never change: published draws must stay recomputable."""
    names = [Entrant(f"entrant-{number:03}") for number in range(100)]
    assert draw(names, seed=bytes(32), seats=5) == [
        "entrant-044",
        "entrant-053",
        "entrant-080",
        "entrant-029",
        "entrant-062",
    ]
    weighted = [Entrant(f"firm-{number}", weight=number) for number in range(1, 11)]
    assert draw(weighted, seed=bytes(range(32)), seats=4) == ["firm-8", "firm-5", "firm-9", "firm-1"]


@given(ENTRANTS, SEEDS, st.integers(1, 50), st.randoms(use_true_random=False))
def test_the_order_of_the_list_does_not_matter(
    entrants: list[Entrant], seed: bytes, seats: int, shuffle: random.Random
) -> None:
    shuffled = list(entrants)
    shuffle.shuffle(shuffled)
    assert draw(shuffled, seed=seed, seats=seats) == draw(entrants, seed=seed, seats=seats)


@given(ENTRANTS, SEEDS, st.integers(1, 50))
def test_winners_are_entrants_each_once_as_many_as_there_are_seats(
    entrants: list[Entrant], seed: bytes, seats: int
) -> None:
    winners = draw(entrants, seed=seed, seats=seats)
    assert len(winners) == len(set(winners)) == min(seats, len(entrants))
    assert set(winners) <= {entrant.token for entrant in entrants}


@given(ENTRANTS, SEEDS, st.integers(1, 49))
def test_one_more_seat_takes_nobody_s_place(entrants: list[Entrant], seed: bytes, seats: int) -> None:
    assert draw(entrants, seed=seed, seats=seats + 1)[:seats] == draw(entrants, seed=seed, seats=seats)


@given(ENTRANTS, SEEDS)
def test_the_draw_agrees_with_a_plain_one(entrants: list[Entrant], seed: bytes) -> None:
    """The same rule without the tree: walk along the shares that are left."""
    numbers, left, plain = Numbers(seed), sorted(entrants), []
    while left:
        number = numbers.below(sum(entrant.weight for entrant in left))
        for entrant in left:
            if number < entrant.weight:
                break
            number -= entrant.weight
        plain.append(entrant.token)
        left.remove(entrant)
    assert draw(entrants, seed=seed, seats=len(entrants)) == plain


def test_every_entrant_has_the_same_chance() -> None:
    names = [Entrant(f"e{number}") for number in range(10)]
    counts: Counter[str] = Counter()
    for number in range(4000):
        counts.update(draw(names, seed=seed(number), seats=3))
    expected = dict.fromkeys((entrant.token for entrant in names), 4000 * 3 / 10)
    assert chi_square(counts, expected) < 27.9  # 9 degrees of freedom, one in a thousand


def test_every_place_in_the_order_is_fair() -> None:
    names = [Entrant(f"e{number}") for number in range(6)]
    for place in range(6):
        counts = Counter(draw(names, seed=seed(number), seats=6)[place] for number in range(1800))
        assert chi_square(counts, dict.fromkeys((each.token for each in names), 300.0)) < 24.3


def test_a_chance_is_in_proportion_to_its_weight() -> None:
    firms = [Entrant("low", 1), Entrant("middle", 3), Entrant("high", 6)]
    counts = Counter(draw(firms, seed=seed(number), seats=1)[0] for number in range(5000))
    assert chi_square(counts, {"low": 500.0, "middle": 1500.0, "high": 3000.0}) < 13.9


@given(SEEDS, st.integers(1, 2**70))
def test_numbers_stay_below_their_limit(seed: bytes, limit: int) -> None:
    numbers = Numbers(seed)
    assert all(0 <= numbers.below(limit) < limit for _ in range(20))


def test_numbers_do_not_favour_the_low_ones() -> None:
    """A remainder of a byte by 200 would give 0–55 twice the chance."""
    numbers = Numbers(seed(1))
    low = sum(numbers.below(200) < 56 for _ in range(20_000))
    assert abs(low - 5600) < 300


def test_there_is_no_number_below_one() -> None:
    with pytest.raises(ValueError, match="below one"):
        Numbers(seed(1)).below(0)


def test_nobody_is_drawn_for_twice_and_nobody_has_no_chance() -> None:
    with pytest.raises(ValueError, match="drawn for once"):
        draw([Entrant("a"), Entrant("a", 2)], seed=seed(1), seats=1)
    with pytest.raises(ValueError, match="chance"):
        Entrant("a", 0)


def test_a_city_s_draw_takes_a_moment_only() -> None:
    names = [Entrant(f"{number:06}") for number in range(50_000)]
    assert len(draw(names, seed=seed(1), seats=5_000)) == 5_000


@given(ENTRANTS, st.data())
def test_everyone_on_the_list_has_a_proof_and_nobody_else(
    entrants: list[Entrant], data: st.DataObject
) -> None:
    listed = EntrantList(entrants)
    entrant = data.draw(st.sampled_from(entrants))
    proof = listed.proof(entrant.token)
    assert proof.entrant == entrant
    assert proof.holds_under(listed.root)
    heavier = EntrantProof(Entrant(entrant.token, entrant.weight + 1), proof.place, proof.count, proof.path)
    assert not heavier.holds_under(listed.root)
    assert not EntrantProof(entrant, proof.count, proof.count, proof.path).holds_under(listed.root)
    with pytest.raises(KeyError):
        listed.proof("nobody")


@given(ENTRANTS, st.data())
def test_a_list_with_one_entrant_less_has_another_root(entrants: list[Entrant], data: st.DataObject) -> None:
    gone = data.draw(st.sampled_from(entrants))
    assert EntrantList(entrants).root != EntrantList(each for each in entrants if each != gone).root


def test_a_seal_is_bound_to_draw_and_source() -> None:
    value = new_secret()
    assert len({sealed("D1", "a", value), sealed("D1", "b", value), sealed("D2", "a", value)}) == 3
    assert seed_digest("D1", value) != sealed("D1", "", value)
    assert new_secret() != value


@pytest.mark.parametrize(
    "fields", [{"seats": 0}, {"sources": ("a",)}, {"sources": ("a", "a")}, {"sources": ("a", "b", "a")}]
)
def test_a_rule_has_seats_and_two_sources(fields: dict[str, object]) -> None:
    whole = {"purpose": "test", "seats": 1, "sources": ("a", "b"), **fields}
    with pytest.raises(ValueError):
        LotRule(**whole)  # type: ignore[arg-type]
