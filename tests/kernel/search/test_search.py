"""What is typed finds what is meant: slips, pinyin, first letters, a region's words, other words, and why."""

import csv
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leyiban.kernel.search import EVERY_WAY, Document, Found, Index, Lexicon, Way, Why, core, whole
from leyiban.kernel.search.index import LONGEST_QUESTION
from leyiban.kernel.search.spelling import fold, split_pinyin
from leyiban.kernel.search.tokens import document_lexemes, readings
from tests.support.environment import REPOSITORY

REAL_NAMES = REPOSITORY.parent / "shared/data/sichuan-item-codes/items.csv"
NAMES = (
    "食品(含保健食品)经营许可核发",
    "公司设立登记",
    "公司注销登记",
    "居民身份证办理",
    "犬类准养证核发",
    "高龄津贴",
)
LEXICON = Lexicon(
    same=[
        ("食品经营许可", "开饭店", "馆子"),
        ("公司设立登记", "工商登记", "开公司"),
        ("公司…登记", "企业手续"),
        ("居民身份证", "身份证"),
        ("犬类准养证", "养狗"),
    ],
    spoken=[("狗", "狗儿"), ("养", "喂"), ("什么", "啥子")],
)


def index(*ways: Way) -> Index:
    documents = [Document((name,), codes=(f"511A{place:07}",)) for place, name in enumerate(NAMES)]
    return Index(documents, LEXICON, frozenset(ways) or EVERY_WAY)


ALL = index()


def first(typed: str, within: Index = ALL) -> tuple[str, Why] | None:
    matches = within.search(typed)
    return (NAMES[matches.best[0].place], matches.why(matches.best[0])) if matches.best else None


@pytest.mark.parametrize(
    ("typed", "name", "why"),
    [
        ("公司设立", NAMES[1], Why(Found.NAME, "公司设立")),
        ("公 司 设 立", NAMES[1], Why(Found.NAME, "公司设立")),
        ("我想开个馆子需要什么手续", NAMES[0], Why(Found.SYNONYM, "馆子", "食品经营许可")),
        ("食品径营许可", NAMES[0], Why(Found.SOUND, "食品径营许可", "食品经营许可核发")),
        ("工商登", NAMES[1], Why(Found.SYNONYM, "工商登", "公司设立登记")),
        ("高铃津贴", NAMES[5], Why(Found.SOUND, "高铃津贴", "高龄津贴")),
        ("公司住销", NAMES[2], Why(Found.SOUND, "公司住销", "公司注销登记")),
        ("开范店", NAMES[0], Why(Found.SOUND, "开范店", "开饭店")),
        ("kaifandian", NAMES[0], Why(Found.SOUND, "kaifandian", "开饭店")),
        ("gong si zhu xiao", NAMES[2], Why(Found.SOUND, "gong si zhu xiao", "公司注销登记")),
        ("gsdj", NAMES[1], Why(Found.INITIALS, "gsdj", "工商登记")),
        ("SFZ", NAMES[3], Why(Found.INITIALS, "sfz", "身份证")),
        ("喂狗儿要啥子证", NAMES[4], Why(Found.SYNONYM, "养狗", "犬类准养证")),
        ("511A0000004", NAMES[4], Why(Found.CODE, "511a0000004")),
    ],
)
def test_what_is_typed_finds_what_is_meant_and_says_why(typed: str, name: str, why: Why) -> None:
    found = first(typed)
    assert found is not None
    assert found[0] == name
    assert (found[1].found, found[1].said) == (why.found, why.said)
    assert why.stands_for in (None, found[1].stands_for)


@pytest.mark.parametrize("typed", ["火星移民", "结婚证", "asdfgh", "", "!?", "明天下不下雨"])
def test_what_nothing_answers_finds_nothing(typed: str) -> None:
    assert first(typed) is None


@pytest.mark.parametrize(
    ("typed", "way"),
    [
        ("馆子", Way.SYNONYMS),
        ("kaigongsi", Way.SOUNDS),
        ("gsdj", Way.INITIALS),
        ("喂狗儿", Way.SPEECH),
        ("511A0000004", Way.CODES),
    ],
)
def test_each_way_finds_what_the_others_do_not(typed: str, way: Way) -> None:
    assert first(typed) is not None
    assert first(typed, index(*(EVERY_WAY - {way}))) is None


def test_an_official_word_may_leave_out_what_lies_between() -> None:
    matches = ALL.search("企业手续")
    assert {NAMES[match.place] for match in matches.best} == {"公司设立登记", "公司注销登记"}


def test_another_word_counts_once_however_many_groups_have_it() -> None:
    lexicon = Lexicon(same=[("身份证", "证件"), ("身份证办理", "证件", "补证")])
    assert [alias.text for alias in lexicon.aliases(["居民身份证办理"])] == ["证件", "补证"]


WHOLE = EVERY_WAY - {Way.LOOSE}


def test_the_longer_people_talk_the_smaller_the_share_that_must_be_answered() -> None:
    found = Index(
        [Document(("低保补贴",)), *(Document((f"许可第{place}号",)) for place in range(500))],
        Lexicon(),
        WHOLE,
    )
    assert [match.place for match in found.search("老伴瘫痪孙子念书低保补多少").best] == [0]
    assert found.search("瘫痪孙子低保").best == []


def test_pairs_with_a_function_word_do_not_speak_against_what_is_found() -> None:
    found = Index(
        [Document(("中级职称",)), *(Document((f"许可第{place}号",)) for place in range(500))],
        Lexicon(),
        WHOLE,
    )
    assert [match.place for match in found.search("就要评上中级").best] == [0]
    assert found.search("考核评定中级").best == []


@pytest.mark.parametrize("asked", ["砍几棵柏树", "雷来了"])
def test_words_that_are_torn_apart_and_telling_characters_are_heard(asked: str) -> None:
    documents = [Document(("林木采伐许可证核发",)), Document(("雷电灾害鉴定",))]
    documents += [Document((f"许可第{place}号",)) for place in range(500)]
    lexicon = Lexicon(same=[("林木采伐", "砍树")])
    found = Index(documents, lexicon).search(asked).best
    assert [match.place for match in found] == [int("雷" in asked)]
    assert Index(documents, lexicon, WHOLE).search(asked).best == []


def test_rare_parts_count_more_and_what_is_said_elsewhere_less() -> None:
    found = Index(
        [Document(("食品许可",)), Document(("货运许可",)), Document(("施工许可", "食堂"), said=("疫苗",)), Document(("疫苗证明",))],
        Lexicon(),
    )  # fmt: skip
    assert found.search("食品许可").best[0].place == 0
    assert [match.place for match in found.search("疫苗").best] == [3, 2]
    assert found.search("疫苗").why(found.search("疫苗").best[1]).found is Found.TEXT


def test_a_thing_stands_before_what_is_done_to_it_later_unless_that_is_said() -> None:
    found = Index([Document(("公司注销登记",)), Document(("公司设立登记",))], Lexicon(later=["注销"]))
    assert [match.place for match in found.search("公司").best] == [1, 0]
    assert found.search("公司注销").best[0].place == 0


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("我想开个饭店需要什么手续", "开饭店"),
        ("残疾证怎么办", "残疾证"),
        ("个体户", "个体户"),
        ("网吧许可", "网吧许可"),
        ("你好,想开饭店现在该找谁嘛", ",开饭店"),
        ("一家人吃低保", "一家人吃低保"),
        ("怎么办理", "怎么办理"),
        ("  ", ""),
    ],
)
def test_words_around_are_left_out_unless_nothing_remains(said: str, wanted: str) -> None:
    assert core(said) == wanted


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
    ("typed", "name"),
    [("公司注测", "公司注册"), ("nongcun", "龙村"), ("food LICENCE", "Food licence"), ("5G基站", "5G基站")],
)
def test_what_is_typed_shares_lexemes_with_the_name(typed: str, name: str) -> None:
    assert any(reading & document_lexemes(name) for reading in readings(typed))


@given(st.text(max_size=60))
def test_any_text_is_safe_to_index_and_to_ask(text: str) -> None:
    matches = Index([Document((text,), (text,), (text,))], LEXICON).search(text)
    assert [matches.why(match).said for match in matches.best] or matches.best == []
    for match in ALL.search(text).best:
        assert 0 < match.value <= 1


def test_what_strangers_type_is_kept_nowhere_and_never_longer_than_it_may_be() -> None:
    before = whole._sounds_of.cache_info()
    ALL.search("陌生人打的一句话")
    assert whole._sounds_of.cache_info() == before
    assert len(ALL.search("\ufdfa" * LONGEST_QUESTION).asked) <= LONGEST_QUESTION, (
        "each is eighteen characters"
    )


@pytest.mark.skipif(not REAL_NAMES.exists(), reason="the real names lie beside the checkout, not inside it")
def test_a_part_of_a_real_name_finds_it_among_all() -> None:
    """Names of 823 real items: six characters out of the middle find the item among the first twenty."""
    names = sorted({row["name"] for row in csv.DictReader(REAL_NAMES.read_text("utf-8").splitlines())})
    found = Index([Document((name,)) for name in names], Lexicon())
    asked = [name for name in random.Random(1).sample(names, 90) if len(name) >= 8]
    hits = sum(
        name in {names[match.place] for match in found.search(name[len(name) // 2 - 3 :][:6]).best[:20]}
        for name in asked
    )
    assert hits / len(asked) >= 0.95
