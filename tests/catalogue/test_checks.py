"""Every check of a rule file: one thing made wrong, and the problem names the line and both languages."""

import pytest

from leyiban.catalogue.rulefile import check_rulefile
from leyiban.catalogue.words import Lang
from tests.catalogue.rulefiles import (
    CODES,
    FOOD,
    changed,
    lawbook,
    line_of,
    problems_of,
    reading_of,
    text_of,
    told,
)

Change = tuple[str, str]
SAME_ENTRY = 3
"""A problem of a whole entry is told on its first line, a few above the part that shows the place."""


@pytest.mark.proves("M1.10", "M1.11", "M3.2")
@pytest.mark.parametrize("code", CODES)
def test_leshans_own_items_are_fit_for_publication(code: str) -> None:
    """M1.10, M1.11, M3.2: complete guides by one standard, each with its consultation telephones."""
    assert told(check_rulefile(reading_of(code), lawbook=lawbook())) == []


# What is changed, the problem's code, and a part of the line that the problem must name.
WRONG: list[tuple[list[Change], str, str]] = [
    # shape
    ([("  example: 乐山市市中区嘉州小馆", "  exampel: 乐山市市中区嘉州小馆")], "shape.extra_forbidden", "exampel:"),
    ([("item_type: admin_licence", "item_type: admin_license")], "shape.enum", "item_type:"),
    ([("summary:\n", "summery:\n")], "shape.missing", "# 食品经营许可"),
    ([("          min: 1\n          max: 100000", "          min: one\n          max: 100000")], "shape.int_type", "min: one"),
    ([("plan_effective_date: 2020-01-01", "plan_effective_date: 2020-02-30")], "shape.date_parsing", "2020-02-30"),
    ([("          type: uscc", "          type: usscc")], "shape.union_tag_invalid", "        - key: uscc"),
    ([("holds: {not:", "holds: {nott:")], "shape.value_error", "nott"),
    ([("consult_phone: 0833-2101001", "consult_phone: 0833-21010")], "shape.value_error", "shizhong-market"),
    # codes
    ([("item_type: admin_licence", "item_type: admin_levy")], "codes.ex_officio", "item_type:"),
    ([('catalog_code: "510131014001"', 'catalog_code: "510731014001"')], "codes.type_differs", "catalog_code:"),
    ([('"11511102008501010N4510131014001"', '"11511102008501010A4510131014001"')], "codes.check_character", "shizhong-market"),
    ([('"11511102008501010N4510131014001"', '"11511102008501010N3510131014001"')], "codes.level_differs", "shizhong-market"),
    ([('"11511102008501010N4510131014001"', '"11511102008501010N4510131014002"')], "codes.catalog_differs", "shizhong-market"),
    ([('region: "511111"', 'region: "511102"')], "codes.region_twice", "shawan-market"),
    ([('region: "511111"', 'region: "511100"')], "codes.region_level", "shawan-market"),
    ([('type_code: "11511100008509004Y001"', 'type_code: "11511100008509004A001"')], "codes.licence_type", "11511100008509004A001"),
    # what was before
    ([("now: business_licence, how: fetched}", "now: business_licences, how: fetched}")], "reduction.unknown_paper", "now: business_licences"),
    ([("now: business_licence, how: fetched}", "now: business_licence}")], "reduction.fetched", "营业执照复印件"),
    ([("now: layout_plan}", "now: layout_plan, how: fetched}")], "reduction.fetched", "now: layout_plan, how"),
    ([("now: layout_plan}", "now: layout_plan, how: abolished}")], "reduction.gone_and_asked", "now: layout_plan, how"),
    ([(", now: layout_plan}", "}")], "reduction.no_fate", '"Plan of equipment and work flow"}'),
    ([("now: deliver}", "now: deliver, how: online}")], "reduction.step", "now: deliver, how"),
    ([("how: internal}", "how: teleported}")], "shape.enum", "how: teleported"),
    # burden
    ([("          known_from: organisation.uscc\n", "")], "burden.held", "        - key: uscc"),
    ([("          known_from: operator.mobile\n", "")], "burden.held", "        - key: contact_mobile"),
    ([("{zh: 食品安全管理员, en: Food-safety manager}", "{zh: 联系人姓名}")], "burden.held", "        - key: safety_manager_name"),
    ([("          label: {zh: 食品安全管理员, en", "          known_from: operator.name\n          label: {zh: 食品安全管理员, en")], "burden.twice", "          known_from: operator.name\n          label: {zh: 食品安全管理员"),
    ([("{zh: 食品安全管理员, en: Food-safety manager}", "{zh: 管理员性别}"), ("        - key: safety_manager_name\n          type: person_name", "        - key: safety_manager_name\n          type: text")], "burden.in_the_number", "        - key: safety_manager_name"),
    # questions
    ([("        - key: staff_count", "        - key: floor_area")], "questions.twice", "label: {zh: 从业人数"),
    ([("{value: food_sales,", "{value: catering,")], "questions.twice", "label: {zh: 卖食品"),
    ([("when: {\"==\": [{var: vending}, with_machine]}", "when: {\"==\": [{var: vendings}, with_machine]}")], "conditions.unknown", "vendings"),
    ([("when: {\"==\": [{var: vending}, with_machine]}", "when: {\"==\": [{var: online_sales}, true]}")], "conditions.looks_ahead", "          when: {\"==\": [{var: online_sales}, true]}"),
    ([("when: {\"==\": [{var: vending}, with_machine]}", "when: {\"==\": [{var: vending}, machine]}")], "conditions.no_such_choice", "[{var: vending}, machine]"),
    ([("when: {\"==\": [{var: online_sales}, true]}", "when: {\"==\": [{var: online_sales}, yes]}")], "conditions.misfit", "online_sales}, yes"),
    ([("when: {\"==\": [{var: online_sales}, true]}", "when: {\"<\": [{var: online_sales}, true]}")], "conditions.misfit", '{"<":'),
    ([("          min: 1\n          max: 10000\n", "          min: 20000\n          max: 10000\n")], "questions.bounds", "label: {zh: 从业人数"),
    ([("          example: \"511102190001010016\"", "          example: \"511102190001010010\"")], "questions.example", "511102190001010010"),
    ([("known_from: organisation.uscc", "known_from: operator.mobile")], "questions.known_from", "          known_from: operator.mobile\n        - key: legal"),
    ([("region_field: business_region", "region_field: business_address")], "questions.competence", "region_field:"),
    ([("region_field: business_region", "region_field: busines_region")], "questions.unknown", "region_field:"),
    # materials
    ([("  - key: safety_rules\n", "  - key: layout_plan\n")], "materials.twice", "name: {zh: 食品安全规章制度目录"),
    ([("reuse_key: food_safety_rules", "reuse_key: food_layout")], "materials.twice", "reuse_key: food_layout\n    mark: law?\n  - key: machine"),
    ([("{zh: 设备布局和操作流程图,", "{zh: 其他相关材料,")], "materials.catch_all", "其他相关材料"),
    ([("    necessity: may_be_late", "    necessity: conditional")], "materials.never_decided", "necessity: conditional"),
    ([("    necessity: conditional\n    kind: certificate", "    necessity: required\n    kind: certificate")], "materials.required_sometimes", "    necessity: required\n    kind: certificate\n    copy: copy\n    format: either\n    copies: 1\n    source: other"),
    ([("situation: vending, options: [with_machine]", "situation: vendig, options: [with_machine]")], "materials.unknown_situation", "vendig,"),
    ([("situation: vending, options: [with_machine]", "situation: vending, options: [machine]")], "materials.unknown_situation", "options: [machine]"),
    ([("    kind: form\n    copy: original\n    format: either\n    copies: 1\n    source: applicant\n    source_explain: {zh: 网上填完", "    kind: other\n    copy: original\n    format: either\n    copies: 1\n    source: applicant\n    source_explain: {zh: 网上填完")], "materials.generated", "  - key: application_form"),
    # plan
    ([("    - key: site\n", "    - key: check\n")], "plan.twice", "name: {zh: 审核,"),
    ([("      after: [review]\n", "      after: [check]\n")], "plan.cycle", "      after: [check]"),
    ([("      after: [check]\n", "      after: [cheque]\n")], "plan.unknown_task", "after: [cheque]"),
    ([("      kind: decide\n", "      kind: check\n")], "plan.one_decision", "  tasks:"),
    ([("      after: [review, site]\n", "      after: [review]\n")], "plan.loose_task", "    - key: site"),
    ([("      by: decider", "      by: reviewer")], "plan.wrong_post", "      by: reviewer\n      after: [check]"),
    ([("amount: 5, unit: working_day", "amount: 4, unit: working_day")], "plan.longer_than_promise", "  tasks:"),
    ([("looks_at: [business_items, layout_plan]", "looks_at: [business_item, layout_plan]")], "plan.looks_at_nothing", "business_item, "),
    # result, delivery, dates
    ([("  kind: licence\n  name: {zh: 食品经营许可证", "  kind: other\n  name: {zh: 食品经营许可证")], "result.licence", "result:"),
    ([("validity: {years: 5,", "validity: {years: 5, long_term: true,")], "result.validity", "validity:"),
    ([("validity: {years: 5,", "validity: {until_field: uscc,")], "result.until_field", "validity:"),
    ([("field: business_address}", "field: address}")], "result.surface", "field: address}"),
    ([("{way: window, counts: signed,", "{way: window, counts: sent,")], "delivery.date", "way: window"),
    ([("{way: window, counts: signed,", "{way: electronic, counts: arrived,")], "delivery.twice", "带身份证"),
    ([("counts: signed, paid_by: office,", "counts: signed,")], "delivery.paid_by", "way: post"),
    ([("plan_effective_date: 2020-01-01", "plan_effective_date: 2020-01-01\nplan_cancel_date: 2019-01-01")], "dates.backwards", "plan_cancel_date"),
    # the twelve publication checks
    ([("project_type: promise", "project_type: instant")], "publication.instant", "project_type:"),
    ([("amount: 5, unit: working_day", "amount: 11, unit: working_day")], "publication.promise_too_long", "promised:"),
    ([("result:\n  kind: licence", "result:\n  kind: approval_document")], "publication.result_kind", "  kind: approval_document"),
    ([("trips: {count: 0}", "trips: {count: 1}")], "publication.trips_reason", "trips:"),
    ([("handle_types: [online, window, courier, agent]", "handle_types: [window]")], "publication.no_way", "handle_types:"),
    ([("  depth: IV", "  depth: III")], "publication.depth_differs", "  depth: III"),
    ([("trips: {count: 0}", "trips: {count: 1, reason: 核对原件}")], "publication.depth_and_trips", "trips:"),
    ([("fees: {charged: false}", "fees: {charged: true}")], "publication.fees", "fees:"),
    ([("fees: {charged: false}", "fees: {charged: false, pay_online: true}")], "publication.pay_online", "fees:"),
    ([("complaint_phone: 0833-2101002", "complaint_phone: 0833-2101001")], "publication.same_phone", "shizhong-market"),
    ([("topics: {person: [permit], enterprise: [permit]}", "topics: {enterprise: [permit]}")], "publication.topics", "topics:"),
    ([("  - step: finish", "  - step: decide")], "publication.steps", "flow:"),
    ([("  sample:\n    title: {zh: 食品经营许可证（示例）", "  x:\n    title: {zh: 食品经营许可证（示例）")], "shape.extra_forbidden", "  x:"),
    ([("    blank: generated\n    sample: generated\n", "")], "publication.no_form_or_sample", "  - key: application_form"),
    ([("    format: either\n    copies: 1\n", "    format: either\n    copies: 0\n")], "publication.no_copies", "copies: 0"),
    # lawbook and words
    ([("statutory: {rule: food_business.decision}", "statutory: {rule: food_business.decisions}")], "lawbook.unknown", "food_business.decisions"),
    ([("statutory: {rule: food_business.decision}", "statutory: {rule: licence.paper_carrier}")], "lawbook.kind", "statutory:"),
    ([("zh: 填的和交的都要真实。", "zh: 材料予以公示，请知悉。")], "wording.banned", "请知悉"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "code", "part"), WRONG, ids=[f"{w[1]}-{n}" for n, w in enumerate(WRONG)])
def test_one_wrong_thing_is_told_on_its_line(changes: list[Change], code: str, part: str) -> None:
    text = changed(text_of(FOOD), *changes)
    lines = [line for told_code, line in problems_of(FOOD, *changes) if told_code == code]
    assert any(abs(line - line_of(text, part)) <= SAME_ENTRY for line in lines), lines


@pytest.mark.parametrize(("changes", "code", "part"), WRONG[:12], ids=[w[1] for w in WRONG[:12]])
def test_problems_speak_both_languages(changes: list[Change], code: str, part: str) -> None:
    for problem in check_rulefile(reading_of(FOOD, *changes), lawbook=lawbook()):
        chinese, english = problem.in_words(Lang.ZH), problem.in_words(Lang.EN)
        assert chinese.startswith(f"items/{FOOD}.yaml:{problem.line}: ")
        assert any("\u4e00" <= character <= "\u9fff" for character in chinese)
        assert english != chinese


def test_an_unknown_key_comes_with_the_nearest_known_one() -> None:
    (problem,) = reading_of(
        FOOD, ("  example: 乐山市市中区嘉州小馆", "  exampel: 乐山市市中区嘉州小馆")
    ).problems
    assert problem.what_to_do.en == 'Did you mean "example"?'


def test_law_texts_may_use_their_own_words() -> None:
    assert "予以" in text_of("company-setup")
    assert problems_of("company-setup") == []


def test_an_instant_item_may_not_promise_days() -> None:
    found = problems_of("medical-device-filing", ("promised: {amount: 0,", "promised: {amount: 1,"))
    assert "publication.instant" in [code for code, _ in found]
