"""Tokens, synonyms and ranking: what is typed finds what is meant."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leyiban.kernel.search import (
    Held,
    Lexemes,
    Rarity,
    core,
    document_tokens,
    held_in,
    phrases,
    query_literal,
    query_tokens,
    readings,
    score,
    vector_literal,
)
from leyiban.kernel.search.spelling import fold, split_pinyin
from tests.support.environment import REPOSITORY

REAL_NAMES = REPOSITORY.parent / "shared/data/sichuan-item-codes/items.csv"


def lexemes(text: str) -> set[str]:
    return {token.lexeme for token in query_tokens(text)}


def test_words_pairs_and_sounds() -> None:
    assert {"w:公司", "p:公司", "p:注测", "s:zu_ce"} <= lexemes("公司注测")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("公司注测", "公司注册"),
        ("食品经营许克", "食品经营许可"),
        ("gongsizhuce", "公司注册"),
        ("gongsi zhuce", "公司注册"),
        ("gszc", "公司注册"),
        ("nongcun", "龙村"),  # n and l, -ong and -on sound alike in Sichuan
        ("food LICENCE", "Food licence"),
        ("5G基站", "5G基站"),
    ],
)
def test_slips_pinyin_and_first_letters_meet_the_name(typed: str, name: str) -> None:
    document = {token.lexeme for token in document_tokens(name)}
    assert any({t.lexeme for t in reading} & document for reading in readings(typed))


@pytest.mark.parametrize(
    ("word", "syllables"),
    [("xian", ["xian"]), ("shipin", ["shi", "pin"]), ("gszc", None), ("hello", None), ("", [])],
)
def test_pinyin_is_split_into_the_fewest_syllables(word: str, syllables: list[str] | None) -> None:
    assert split_pinyin(word) == syllables


@pytest.mark.parametrize(("a", "b"), [("zhu", "zu"), ("ling", "nin"), ("fu", "hu"), ("sheng", "sen")])
def test_accents_fold_together(a: str, b: str) -> None:
    assert fold(a) == fold(b)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("我想开个饭店需要什么手续", "开饭店"),
        ("残疾证怎么办", "残疾证"),
        ("个体户", "个体户"),
        ("网吧许可", "网吧许可"),
        ("怎么办理", "怎么办理"),
        ("  ", ""),
    ],
)
def test_words_around_are_left_out_unless_nothing_remains(said: str, wanted: str) -> None:
    assert core(said) == wanted


def test_synonyms_are_found_written_or_by_sound() -> None:
    groups = [["食品经营许可", "开饭店", "餐馆"]]
    assert [(p.text, p.instead_of, p.heard) for p in phrases("开饭店", groups)] == [
        ("开饭店", None, False), ("食品经营许可", "开饭店", False), ("餐馆", "开饭店", False),
    ]  # fmt: skip
    assert ("食品经营许可", None, True) in [
        (p.text, p.instead_of, p.heard) for p in phrases("食品经营许克", groups)
    ]
    assert len(phrases("离婚", groups)) == 1


def test_how_a_text_holds_a_word() -> None:
    assert held_in("我要开饭店", "开饭店") is Held.WRITTEN
    assert held_in("我要开饭点", "开饭店") is Held.HEARD
    assert held_in("我要开店", "开饭店") is None
    assert held_in("证", "正") is None  # one syllable says too little


def test_rare_parts_of_a_phrase_count_more() -> None:
    documents = {
        name: Lexemes(frozenset(t.lexeme for t in document_tokens(name)), frozenset(t.lexeme for t in document_tokens(name)))
        for name in ("食品经营许可", "货运经营许可", "施工许可", "高龄津贴")
    }  # fmt: skip
    rarity = Rarity(documents.values())
    found = {
        name: score(readings("食品许可"), document, rarity).value for name, document in documents.items()
    }
    assert max(found, key=lambda name: found[name]) == "食品经营许可"
    assert found["高龄津贴"] == 0


def test_a_hit_elsewhere_counts_less_than_one_in_the_name() -> None:
    everything = frozenset(t.lexeme for t in document_tokens("疫苗证明"))
    rarity = Rarity([])
    named = score(readings("疫苗"), Lexemes(everything, everything), rarity)
    elsewhere = score(readings("疫苗"), Lexemes(frozenset(), everything), rarity)
    assert named.value > elsewhere.value > 0
    assert (named.in_name, elsewhere.in_name) == (True, False)


@given(st.text(max_size=60))
def test_any_text_is_safe_to_index_and_to_ask(text: str) -> None:
    vector = vector_literal({"A": document_tokens(text), "D": document_tokens(text)})
    asked = query_literal(query_tokens(text))
    assert vector.count("'") % 2 == 0
    assert asked.count("'") % 2 == 0
    assert ":1D" not in vector  # what is a name is not said elsewhere once more


@pytest.mark.skipif(not REAL_NAMES.exists(), reason="the real names lie beside the checkout, not inside it")
def test_a_part_of_a_real_name_finds_it_among_all() -> None:
    """Names of 823 real items: six characters out of the middle find the item among the first twenty."""
    names = sorted({row["name"] for row in csv.DictReader(REAL_NAMES.read_text("utf-8").splitlines())})
    documents = [frozenset(t.lexeme for t in document_tokens(name)) for name in names]
    rarity = Rarity(Lexemes(every, every) for every in documents)
    asked = [(name, name[len(name) // 2 - 3 :][:6]) for name in names[::9] if len(name) >= 8]
    hits = sum(_rank(part, name, names, documents, rarity) < 20 for name, part in asked)
    assert hits / len(asked) >= 0.95


def _rank(part: str, name: str, names: list[str], documents: list[frozenset[str]], rarity: Rarity) -> int:
    tokens = readings(part)
    values = {n: score(tokens, Lexemes(d, d), rarity).value for n, d in zip(names, documents, strict=True)}
    return sum(value > values[name] for value in values.values())
