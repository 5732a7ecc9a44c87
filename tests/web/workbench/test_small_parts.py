"""The pure pieces of the workbench: places in a list, differences, ready phrases, sentences, time left."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leyiban.cases.queries import Place
from leyiban.catalogue.words import Bilingual
from leyiban.web.parts.lights import Light
from leyiban.web.time_left import light_of
from leyiban.web.workbench import places
from leyiban.web.workbench.admin.diffs import LineKind, difference
from leyiban.web.workbench.moves import phrases, sentences
from leyiban.web.workbench.moves.sentences import Checked

NOON = dt.datetime(2026, 3, 9, 4, 0, tzinfo=dt.UTC)
MOMENTS = st.datetimes(timezones=st.just(dt.UTC))
TEXTS = st.lists(
    st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp")), max_size=6), max_size=12
)


@given(place=st.tuples(MOMENTS, MOMENTS, st.integers(min_value=0, max_value=10**17)))
def test_a_place_is_read_as_it_was_written(place: Place) -> None:
    assert places.read(places.written(place)) == place


@given(st.text(max_size=60))
def test_rubbish_is_the_first_page(text: str) -> None:
    found = places.read(text)
    assert found is None or places.read(places.written(found)) == found


@given(before=TEXTS, after=TEXTS)
def test_a_difference_tells_every_change_and_nothing_else(before: list[str], after: list[str]) -> None:
    lines = difference("\n".join(before), "\n".join(after))
    old, new = "\n".join(before).splitlines(), "\n".join(after).splitlines()

    assert bool(lines) is (old != new)
    for line in lines:
        if line.before:
            assert old[line.before - 1] == line.text
        if line.after:
            assert new[line.after - 1] == line.text
    removed = sum(line.kind is LineKind.REMOVED for line in lines)
    added = sum(line.kind is LineKind.ADDED for line in lines)
    assert len(old) - removed == len(new) - added


@pytest.mark.parametrize("about", ["material", "field"])
def test_every_phrase_says_what_and_how_in_chinese_marks(about: phrases.About) -> None:
    found = phrases.phrases(about)

    assert len({phrase.key for phrase in found}) == len(found) > 3
    for phrase in found:
        assert phrase.what and phrase.how and phrase.name.en
        assert "," not in phrase.what + phrase.how


def checked(answer: str, note: str = "") -> Checked:
    return Checked(
        key="raw_apart",
        text=Bilingual(zh="生熟分开"),
        clause="食品安全法第三十三条",
        answer=answer,
        note=note,
    )


def test_sentences_say_what_the_points_say() -> None:
    assert sentences.opinion([checked("yes")], conclusion="") == "经核对，1项审查要点均符合，同意。"
    assert sentences.opinion([], conclusion="disagree") == "经核对，材料齐全、符合法定形式，不同意。"
    failed = sentences.opinion([checked("yes"), checked("no", "共用一把刀。")], conclusion="")
    assert failed == (
        "经核对，1项符合，1项不符合：“生熟分开”不符合(食品安全法第三十三条)，共用一把刀。不同意。"
    )
    denied = sentences.reasons([checked("no", "共用一把刀")], item="食品经营许可", basis=[], granted=False)
    assert denied == "“生熟分开”不符合(食品安全法第三十三条)，共用一把刀。"
    granted = sentences.reasons([], item="食品经营许可", basis=["《食品安全法》第三十五条"], granted=True)
    assert granted == "申请“食品经营许可”的材料齐全，经审查，符合《食品安全法》第三十五条规定的条件。"


@given(text=st.text(max_size=40), note=st.text(min_size=1, max_size=20).map(str.strip).filter(bool))
def test_no_note_on_a_failed_point_is_ever_lost(text: str, note: str) -> None:
    kept = sentences.with_notes(text, [checked("no", note)])

    assert note.rstrip("。") in kept or note in kept
    assert sentences.with_notes(text, [checked("yes", note)]) == text


@pytest.mark.parametrize(
    ("amber", "red", "paused", "light"),
    [
        (None, None, False, Light.NONE),
        (None, None, True, Light.PAUSED),
        (1, 2, False, Light.NORMAL),
        (-1, 2, False, Light.AMBER),
        (0, 0, False, Light.AMBER),
        (-2, -1, False, Light.RED),
        (-2, -1, True, Light.PAUSED),
    ],
)
def test_lights_follow_the_moment(amber: int | None, red: int | None, paused: bool, light: Light) -> None:
    def at(hours: int | None) -> dt.datetime | None:
        return None if hours is None else NOON + dt.timedelta(hours=hours)

    assert light_of(amber_at=at(amber), red_at=at(red), paused=paused, now=NOON) is light
