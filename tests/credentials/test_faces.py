"""The face of a licence: what the item asks for, once, and what it forgot."""

import dataclasses
import datetime as dt

from leyiban.credentials.faces import Own, OwnFacts, Surface, full_face, label_of, printed_face

FACTS = OwnFacts(
    number="JY2026000001",
    issuer="乐山市市场监督管理局",
    issued_on=dt.date(2026, 3, 10),
    valid_from=dt.date(2026, 3, 9),
    valid_until=dt.date(2031, 3, 8),
)
WHOLE: Surface = (
    ("名称", "嘉州小馆"),
    ("许可证编号", Own.NUMBER),
    ("有效期至", Own.VALID_UNTIL),
    ("发证机关", Own.ISSUER),
    ("发证日期", Own.ISSUED_ON),
)


def test_what_the_item_asks_for_is_filled_in_once() -> None:
    assert full_face(WHOLE, FACTS) == (
        ("名称", "嘉州小馆"),
        ("许可证编号", "JY2026000001"),
        ("有效期至", "2031年3月8日"),
        ("发证机关", "乐山市市场监督管理局"),
        ("发证日期", "2026年3月10日"),
    )


def test_office_and_date_are_printed_under_the_seal_and_not_among_the_lines() -> None:
    assert [label for label, _ in printed_face(WHOLE, FACTS)] == ["名称", "许可证编号", "有效期至"]
    assert (label_of(WHOLE, Own.ISSUER), label_of(WHOLE, Own.ISSUED_ON)) == ("发证机关", "发证日期")
    assert label_of(WHOLE[:1], Own.ISSUER) == ""


def test_number_and_term_are_added_where_the_item_forgot_them() -> None:
    assert full_face(WHOLE[:1], FACTS)[1:] == (
        ("证照编号", "JY2026000001"),
        ("有效期", "自2026年3月9日至2031年3月8日"),
    )
    long_term = dataclasses.replace(FACTS, valid_until=None)
    assert full_face(WHOLE[:1], long_term)[-1] == ("有效期", "自2026年3月9日至长期")


def test_what_a_person_typed_is_never_taken_for_a_fact_of_ours() -> None:
    typed: Surface = (("名称", "{number}"), ("别名", "NUMBER"))
    assert full_face(typed, FACTS)[:2] == (("名称", "{number}"), ("别名", "NUMBER"))
