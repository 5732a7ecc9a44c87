"""A broken pack is refused with file, line and what to do, in both languages, without a database."""

from pathlib import Path

import pytest

from leyiban.catalogue.words import Lang
from leyiban.packs.checking import check
from tests.packs.folders import LESHAN, SMALL, add, change, copy_of, only, told

ITEM = "items/dog-registration.yaml"
CITY_CODE = '"115199010095010121'


def test_leshan_and_the_small_city_have_nothing_wrong() -> None:
    assert told(LESHAN) == []
    assert told(SMALL) == []


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return copy_of(SMALL, tmp_path)


# file, what is changed into what, the problem's file, line and code
BROKEN = [
    ("city.yaml", "number_prefix: XC", "number_prefix: xc", "city.yaml", 7, "shape.string_pattern_mismatch"),
    ("city.yaml", "hotline:", "hot_line:", "city.yaml", 9, "shape.extra_forbidden"),
    ("city.yaml", 'region: "519900"', 'region: "519901"', "city.yaml", 4, "city.region"),
    ("city.yaml", 'opens: "08:30"', 'opens: "19:30"', "city.yaml", 12, "city.hours"),
    ("city.yaml", 'area_code: "0899"', 'area_code: "0833"', "agencies.yaml", 3, "agencies.area_code"),
    ("regions.csv", "519901,county,519900", "519901,county,519901", "regions.csv", 3, "regions.cycle"),
    ("regions.csv", "519901,county,519900", "519901,county,519800", "regions.csv", 3, "regions.parent"),
    ("regions.csv", "519901,county", "519901,conty", "regions.csv", 3, "regions.level"),
    ("regions.csv", "519901,county", "51990,county", "regions.csv", 3, "regions.code"),
    ("regions.csv", "519901,county,519900,东区", "519901,county,519900,", "regions.csv", 3, "regions.name"),
    ("regions.csv", "name_en", "name_eng", "regions.csv", 1, "table.unknown_column"),
    ("regions.csv", ",东区,East District", ",东区", "regions.csv", 3, "table.cells"),
    ("agencies.yaml", CITY_CODE, '"115199010095010122', "agencies.yaml", 4, "agencies.uscc"),
    ("agencies.yaml", 'region: "519901"', 'region: "519902"', "agencies.yaml", 7, "agencies.region"),
    ("agencies.yaml", "complaint_phones: [0899-2100002]", "complaint_phones: [0899-2100001]", "agencies.yaml", 10, "agencies.same_phone"),
    ("agencies.yaml", "    address:", "    superior: nobody\n    address:", "agencies.yaml", 8, "agencies.superior"),
    ("posts.yaml", "{role: decider,", "{role: reviewer,", "posts.yaml", 5, "posts.role_twice"),
    ("posts.yaml", "  - {role: decider, name: {zh: 决定, en: Decider}}\n", "", ITEM, 20, "items.no_post"),
    ("posts.yaml", "every_agency:", "posts:\n  - {key: x, agency: west, role: auditor, name: 审计}\nevery_agency:", "posts.yaml", 3, "posts.agency"),
    ("outlets.yaml", 'region: "519901"', 'region: "519909"', "outlets.yaml", 6, "outlets.region"),
    ("outlets.yaml", "key: east-hall", "key: west-hall", ITEM, 20, "items.outlet"),
    ("themes.yaml", "item: dog-registration", "item: dog-registratoin", "themes.yaml", 9, "themes.item"),
    ("themes.yaml", "{item: dog-registration}", "{item: dog-registration, after: [dog-registration]}", "themes.yaml", 9, "themes.cycle"),
    ("themes.yaml", "{item: dog-registration}", '{item: dog-registration, when: {"==": [{var: size}, big]}}', "themes.yaml", 9, "conditions.unknown"),
    ("elsewhere.yaml", "[火车票, 退票]", "[火车票, 退票, 火车票]", "elsewhere.yaml", 7, "elsewhere.word_twice"),
    ("elsewhere.yaml", 'phone: "12306"', 'phone: "1230"', "elsewhere.yaml", 6, "shape.value_error"),
    ("seals.yaml", "handling_agencies:", "agencies: {west: [official]}\nhandling_agencies:", "seals.yaml", 2, "seals.agency"),
    ("seals.yaml", "[acceptance]", "[acceptanse]", "seals.yaml", 2, "shape.enum"),
    ("rules.csv", "licence.supplement,30,natural_day", "licence.supplement,30,natural_days", "rules.csv", 4, "rules.word"),
    ("rules.csv", "licence.supplement,30,natural_day,2019-01-01", "licence.supplement,30,natural_day,2019-13-01", "rules.csv", 4, "rules.row"),
    ("rules.csv", "licence.decision,20,working_day,2019-01-01,,,,测试,assumption", "licence.decision,20,working_day,2019-01-01,,,,,assumption", "rules.csv", 5, "rules.basis"),
    ("rules.csv", "licence.decision,20,working_day,2019-01-01,,,", "licence.decision,20,working_day,2019-01-01,,511100,", "rules.csv", 5, "rules.region"),
    ("rules.csv", "licence.decision,", "licence.decison,", ITEM, 80, "lawbook.unknown"),
    ("rules.csv", "lights.percent_left,20", "licence.delivery,9", "rules.csv", 6, "rules.overlap"),
    ("calendar.csv", "2026-05-20", "2031-05-20", "calendar.csv", 2, "calendar.year_unknown"),
    ("calendar.csv", "2026-05-20", "2026-02-30", "calendar.csv", 2, "calendar.day"),
    ("calendar.csv", "Smalltown Day,,", "Smalltown Day,510000,", "calendar.csv", 2, "calendar.scope"),
    ("synonyms.txt", "养犬登记,养狗证,狗证,遛狗", "养犬登记", "synonyms.txt", 1, "synonyms.group"),
    ("synonyms.txt", "养犬登记,养狗证,狗证,遛狗", "方言:", "synonyms.txt", 1, "synonyms.group"),
    ("synonyms.txt", "养犬登记,养狗证,狗证,遛狗", "养犬登记,养狗证,狗证,\n  养狗证", "synonyms.txt", 1, "synonyms.group"),
    ("synonyms.txt", "养犬登记,养狗证,狗证,遛狗", "养犬登记,养狗证\n  狗证\n养犬登记,遛狗", "synonyms.txt", 3, "synonyms.twice"),
    (ITEM, "after: [review]", "after: [decide]", ITEM, 95, "plan.cycle"),
    (ITEM, "code: dog-registration", "code: dog-licence", ITEM, 3, "pack.item_name"),
    (ITEM, "agency: east-office", "agency: east-ofice", ITEM, 20, "items.agency"),
    (ITEM, "consult_phone: 0899-2100001", "consult_phone: 0899-2100009", ITEM, 20, "items.consult_phone_differs"),
    (ITEM, "amount: 3, unit: working_day", "amount: 30, unit: working_day", ITEM, 81, "publication.promise_too_long"),
    (ITEM, "key: dog_name", "key: owner_name", ITEM, 42, "questions.twice"),
    (ITEM, ", known_from: person.resident_id", "", ITEM, 41, "burden.held"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new", "at", "line", "code"),
    BROKEN,
    ids=[f"{broken[5]}-{n}" for n, broken in enumerate(BROKEN)],
)
def test_each_kind_of_broken_pack_is_told_where_and_how(
    small: Path, file: str, old: str, new: str, at: str, line: int, code: str
) -> None:
    change(small, file, old, new)
    found = told(small)
    assert any(
        (told_file, told_code) == (at, code) and abs(told_line - line) <= 3
        for told_file, told_line, told_code in found
    ), found
    for problem in check(small):
        assert problem.what.zh != problem.what.en
        assert problem.in_words(Lang.EN).startswith(f"{problem.file}:{problem.line}: ")
        assert problem.what_to_do.zh


@pytest.mark.parametrize(
    "file", ["city.yaml", "regions.csv", "rules.csv", "synonyms.txt", "themes.yaml", "elsewhere.yaml"]
)
def test_a_missing_file_is_named(small: Path, file: str) -> None:
    (small / file).unlink()
    assert (file, 1, "pack.missing") in told(small)


def test_an_item_twice_is_told(small: Path) -> None:
    text = (small / ITEM).read_text("utf-8")
    (small / "items/dog-two.yaml").write_text(
        text.replace("code: dog-registration", "code: dog-two"), "utf-8"
    )
    assert any(code == "items.code_twice" for _, _, code in told(small))


def test_a_folder_without_items_and_one_that_is_none(small: Path, tmp_path: Path) -> None:
    (small / ITEM).unlink()
    assert ("items", 1, "pack.no_items") in told(small)
    assert [code for _, _, code in told(tmp_path / "nowhere")][:1] == ["pack.no_folder"]


def test_an_unknown_file_comes_with_the_nearest_known_name(small: Path) -> None:
    (small / "agencys.yaml").write_text("x", "utf-8")
    problem = only(small)
    assert (problem.file, problem.code) == ("agencys.yaml", "pack.unknown_file")
    assert problem.what_to_do.en == 'Did you mean "agencies.yaml"?'


def test_an_unknown_key_comes_with_the_nearest_known_one(small: Path) -> None:
    change(small, "city.yaml", "sms_sign:", "sms_sing:")
    advice = [problem.what_to_do.zh for problem in check(small) if problem.code == "shape.extra_forbidden"]
    assert advice == ["是不是“sms_sign”?"]


def test_what_is_no_text_is_told(small: Path) -> None:
    (small / "city.yaml").write_bytes(b"\xff\xfe\x00")
    assert ("city.yaml", 1, "pack.not_text") in told(small)


def test_a_circle_through_two_regions(small: Path) -> None:
    change(small, "regions.csv", "519901,county,519900", "519901,county,519902")
    add(small, "regions.csv", "519902,county,519901,西区,West\n")
    (cycle,) = [problem for problem in check(small) if problem.code == "regions.cycle"]
    assert "519901 → 519902 → 519901" in cycle.what.zh


def test_all_problems_are_told_at_once_in_order(small: Path) -> None:
    change(small, "rules.csv", "licence.decision,", "licence.decison,")
    change(small, "agencies.yaml", CITY_CODE, '"115199010095010122')
    change(small, "themes.yaml", "item: dog-registration", "item: cat")
    found = told(small)
    assert found == sorted(found, key=lambda row: row[:2])
    assert {file for file, _, _ in found} == {"agencies.yaml", ITEM, "themes.yaml"}


@pytest.mark.parametrize(
    "text", ["a: &a [*a]\n", "- " * 5000, "{" * 2000, "a: !!python/object/apply:os.system [x]\n", "\t"]
)
def test_a_harmful_file_does_no_harm(small: Path, text: str) -> None:
    (small / "themes.yaml").write_text(text, "utf-8")
    assert {file for file, _, _ in told(small)} == {"themes.yaml"}


@pytest.mark.proves("F3.8")
def test_a_paper_that_the_city_issues_or_fetches_is_not_asked_for(tmp_path: Path) -> None:
    """F3.8: paper ↔ licence: an item that asks for what the city holds is refused, naming file, line and what to do."""
    leshan = copy_of(LESHAN, tmp_path)
    kept = '    licence_type_code: "11511100008509004Y002"\n    share_source: 电子证照库\n'
    change(leshan, "items/road-freight.yaml", kept, "")
    found = check(leshan)
    burdens = [problem for problem in found if problem.code.startswith("burden.")]
    assert {problem.code for problem in burdens} == {"burden.own_licence", "burden.shared_elsewhere"}
    assert {problem.code for problem in found} - {problem.code for problem in burdens} == {
        "reduction.fetched"
    }
    text = (leshan / "items/road-freight.yaml").read_text("utf-8")
    line = text[: text.index("  - key: business_licence")].count("\n") + 1
    assert {(problem.file, problem.line) for problem in burdens} == {("items/road-freight.yaml", line)}
    assert "11511100008509004Y002" in "".join(problem.what_to_do.zh for problem in found)


@pytest.mark.proves("F4.4", "F4.6")
def test_what_is_wrong_in_the_green_channel_is_told_with_its_line(tmp_path: Path) -> None:
    folder = copy_of(LESHAN, tmp_path)
    variant = "variants/epidemic-works.yaml"
    change(folder, variant, "drops: [check]", "drops: [review]")
    change(folder, variant, "[epidemic_control, medical_supplies]", "[epidemic_controls]")
    change(folder, "green.yaml", "{agency: leshan-health, name", "{agency: leshan-helth, name")
    change(folder, "green.yaml", "{agency: leshan-transport, name", "{agency: leshan-market, name")
    (folder / "variants/other.yaml").write_text(
        (folder / variant).read_text("utf-8").replace("item: construction-permit", "item: golf"), "utf-8"
    )
    assert [code for _, _, code in told(folder)] == ["pack.variant_name"], "shapes before agreements"
    change(folder, "variants/other.yaml", "key: epidemic-works", "key: other")
    found = {(file, code): line for file, line, code in told(folder)}
    lines = (folder / variant).read_text("utf-8").splitlines()
    assert found[variant, "variant.demanded_by_law"] == lines.index("drops: [review]") + 1
    assert {code for file, code in found if file == "green.yaml"} == {"green.contact", "green.contact_twice"}
    assert {code for file, code in found if file == variant} == {
        "variant.demanded_by_law",
        "variant.green_class",
    }
    assert ("variants/other.yaml", "variant.item") in found
