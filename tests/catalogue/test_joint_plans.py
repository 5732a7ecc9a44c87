"""Plans in which other offices take part: each mistake is refused at loading, with file, line and both languages."""

from pathlib import Path

import pytest

from leyiban.catalogue.rulefile import check_rulefile
from tests.catalogue.rulefiles import changed, lawbook, line_of, reading_of, text_of
from tests.packs.folders import LESHAN, change, copy_of, told

JOINT, UP = "kindergarten-setup", "special-equipment-use"
HEALTH = '      office: {agency: leshan-health, uscc: "11511100008502005F", at: below}\n'

# Item, what is changed, the problem's code, and a part of the line that the problem must name.
WRONG: list[tuple[str, tuple[str, str], str, str]] = [
    (JOINT, (HEALTH, ""), "plan.office_missing", "    - key: health"),
    (JOINT, ("      kind: check\n", "      kind: check\n      office: {at: above}\n"), "plan.office_not_here", "office: {at: above}"),
    (JOINT, ('agency: leshan-health, uscc: "11511100008502005F", ', "agency: leshan-health, "), "plan.office_half", "leshan-health, at"),
    (UP, ("office: {at: below}", "office: {at: itself}"), "plan.office_is_ours", "at: itself"),
    (UP, ("office: {at: below}", "office: {at: above}"), "plan.pre_review_below", "at: above"),
    (JOINT, (HEALTH + "      after: [review]\n      within_working_days: 8\n", HEALTH + "      after: [review]\n"), "plan.joint_limit", "    - key: health"),
    (JOINT, (HEALTH, HEALTH + "      may_conclude: [dissent]\n"), "plan.joint_agrees", "may_conclude"),
    (JOINT, ("      kind: check\n", "      kind: check\n      silence: joint.silence\n"), "plan.silence_not_here", "silence:"),
    (UP, ("      office: {at: below}\n      within_working_days: 2\n", "      office: {at: below}\n      within_working_days: 21\n"), "plan.pre_review_too_long", "within_working_days: 21"),
    (UP, ("      office: {at: below}\n", "      office: {at: below}\n      after: [check]\n"), "plan.pre_review_first", "    - key: county_review"),
    (UP, ("chief_representative_may_shorten: false", "chief_representative_may_shorten: true"), "plan.joint_not_shortened", "plan:"),
    (JOINT, (HEALTH, HEALTH + "      silence: joint.silence\n"), "lawbook.unknown", "silence:"),
    (JOINT, ("      after: [review]\n      within_working_days: 8\n      points:\n        - key: health_standard", "      after: [check]\n      within_working_days: 8\n      points:\n        - key: health_standard"), "plan.cycle", "after: [check]"),
    (JOINT, ("within_working_days: 8\n      points:\n        - key: health_standard", "within_working_days: 12\n      points:\n        - key: health_standard"), "plan.longer_than_promise", "    - key: review"),
]  # fmt: skip


@pytest.mark.proves("M5.3", "M5.4")
@pytest.mark.parametrize(("item", "made", "code", "line"), WRONG, ids=[each[2] for each in WRONG])
def test_a_wrong_plan_is_refused_with_its_line(
    item: str, made: tuple[str, str], code: str, line: str
) -> None:
    found = check_rulefile(reading_of(item, made), lawbook=lawbook())
    by_code = {problem.code: problem for problem in found}
    assert code in by_code, sorted(by_code)
    assert by_code[code].what.en
    assert abs(by_code[code].line - line_of(changed(text_of(item), made), line)) <= 3


def test_an_office_that_is_not_there_is_refused(tmp_path: Path) -> None:
    city = copy_of(LESHAN, tmp_path)
    change(city, f"items/{JOINT}.yaml", "agency: leshan-health, uscc", "agency: leshan-fire, uscc")
    change(city, f"items/{JOINT}.yaml", 'uscc: "11511100008501002Y"', 'uscc: "11511100008501002X"')
    housing = 'office: {agency: leshan-housing, uscc: "11511100008508001E", at: below}'
    change(city, f"items/{UP}.yaml", "office: {at: below}", housing)
    assert {(file, code) for file, _, code in told(city)} >= {
        (f"items/{JOINT}.yaml", "items.office"),
        (f"items/{JOINT}.yaml", "items.office_uscc"),
        (f"items/{UP}.yaml", "items.office_line"),
    }
