"""A fault strikes as ordered: which requests, how many, how often."""

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.faults import FaultBook, FaultKind, Order
from tests.support.street import Street

PERSON = {"name": "王秀英", "resident_id": "511102190304120028"}
MATCH = "/identity/v1/match"


@given(seed=st.integers(0, 2**32), chance=st.floats(0, 1), count=st.none() | st.integers(1, 20))
def test_a_fault_repeats_by_its_seed_and_never_exceeds_its_count(
    seed: int, chance: float, count: int | None
) -> None:
    order = Order(way="refuse", chance=chance, count=count, seed=seed)
    runs = []
    for _ in range(2):
        book = FaultBook()
        book.set("sms", FaultKind.DOWN, order)
        runs.append([book.strike("sms", FaultKind.DOWN) is not None for _ in range(50)])
    assert runs[0] == runs[1]
    assert count is None or sum(runs[0]) <= count
    assert chance > 0 or not any(runs[0])


def test_clearing_is_by_fault_by_resident_or_of_all() -> None:
    book = FaultBook()
    for resident, kind in (("sms", FaultKind.DOWN), ("sms", FaultKind.SLOW), ("tsa", FaultKind.DOWN)):
        book.set(resident, kind, Order(way="x"))
    book.clear("sms", FaultKind.DOWN)
    assert (set(book.listing("sms")), set(book.listing("tsa"))) == ({"slow"}, {"down"})
    book.clear("sms")
    assert (book.listing("sms"), set(book.listing("tsa"))) == ({}, {"down"})
    book.clear()
    assert book.listing("tsa") == {}


def test_down_refuses_so_often_as_ordered_and_no_other_resident(street: Street) -> None:
    street.fault("identity", "down", count=2)
    answers = [street.call(MATCH, PERSON).status_code for _ in range(3)]
    assert answers == [503, 503, 200]
    assert street.struck("identity", "down") == 2


def test_slow_waits_before_it_answers(street: Street) -> None:
    street.fault("identity", "slow", ms=400, count=1)
    with pytest.raises(httpx.ReadTimeout):
        street.http.post(MATCH, json=PERSON, headers=street.as_sender(), timeout=0.2)
    assert street.call(MATCH, PERSON).json()["result"] == "match"


def test_hanging_never_answers(street: Street) -> None:
    street.fault("identity", "down", way="hang", count=1)
    with pytest.raises(httpx.ReadTimeout):
        street.http.post(MATCH, json=PERSON, headers=street.as_sender(), timeout=0.3)


def test_common_wrong_answers(street: Street) -> None:
    street.fault("identity", "wrong", way="garbage", count=1)
    garbage = street.call(MATCH, PERSON)
    assert (garbage.status_code, garbage.headers["content-type"].split(";")[0]) == (200, "text/html")

    street.fault("identity", "wrong", way="status_500", count=1)
    assert street.call(MATCH, PERSON).status_code == 500

    street.fault("identity", "wrong", way="cut", count=1)
    with pytest.raises(httpx.RemoteProtocolError):
        street.call(MATCH, PERSON)


def test_replay_acts_on_the_request_twice(street: Street) -> None:
    before = street.http.get("/").text
    street.fault("identity", "twice", count=1)
    street.call(MATCH, PERSON)
    after = street.http.get("/").text
    assert _asked(after) == _asked(before) + 2


def test_switches_refuse_what_they_do_not_know(street: Street) -> None:
    cases = {
        "/admin/faults/nobody/down": (404, "unknown_resident"),
        "/admin/faults/sms/sleepy": (404, "unknown_fault"),
    }
    for path, expected in cases.items():
        answer = street.http.put(path, json={})
        assert (answer.status_code, answer.json()["code"]) == expected
    answer = street.http.put("/admin/faults/tsa/wrong", json={"way": "lost"})
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_way")
    assert "imprint" in answer.json()["allowed"]


def test_a_person_switches_a_fault_on_and_off_on_the_home_page(street: Street) -> None:
    form = {"resident": "identity", "kind": "down", "way": "refuse"}
    assert street.http.post("/switch", data=form).status_code == 303
    assert street.call(MATCH, PERSON).status_code == 503
    assert "已中 1 次" in street.http.get("/").text
    street.http.post("/switch", data=form | {"way": ""})
    assert street.call(MATCH, PERSON).status_code == 200


def _asked(home: str) -> int:
    return int(home.split("已核 ")[1].split(" 次")[0])
