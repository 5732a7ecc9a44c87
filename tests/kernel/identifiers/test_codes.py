"""Credit codes, licence identifiers, case numbers: composed ones are valid, and a slip is caught."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leyiban.kernel.identifiers import (
    Invalid,
    LicenceIdentifier,
    Reason,
    Valid,
    check_case_no,
    check_licence_id,
    check_org_code,
    check_query_password,
    check_service_item_code,
    check_uscc,
    licence_identifier,
    new_case_no,
    new_query_password,
    organisation_code,
)
from leyiban.kernel.identifiers.check_characters import (
    ALPHANUMERIC,
    CREDIT_CODE_ALPHABET,
    credit_check,
    organisation_check,
)

BUREAU = "11511100008500018B"


@st.composite
def credit_codes(draw: st.DrawFn) -> str:
    letters = st.sampled_from(CREDIT_CODE_ALPHABET)
    inner = "".join(draw(st.lists(letters, min_size=8, max_size=8)))
    first17 = f"91{draw(st.integers(0, 999_999)):06}{inner}{organisation_check(inner)}"
    return first17 + credit_check(first17)


@given(credit_codes())
def test_every_composed_credit_code_is_valid(code: str) -> None:
    assert check_uscc(code) == Valid(code)
    assert check_org_code(organisation_code(code)).valid


@given(credit_codes(), st.integers(0, 17), st.sampled_from(ALPHANUMERIC))
def test_any_single_changed_character_of_a_credit_code_is_caught(code: str, place: int, other: str) -> None:
    changed = code[:place] + other + code[place + 1 :]
    assert check_uscc(changed).valid == (changed == code)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("91511100ma6t00012d", Valid("91511100MA6T00012D")),
        ("９１５１１１００MA6T00012D", Valid("91511100MA6T00012D")),
        ("", Invalid(Reason.EMPTY)),
        ("91511100MA6T000120", Invalid(Reason.CHECK_CHARACTER)),
        ("91511100OA6T00012D", Invalid(Reason.WRONG_CHARACTERS)),
        ("91511100MA6T000193", Valid("91511100MA6T000193", (Reason.INNER_CHECK_CHARACTER,))),
    ],
)
def test_credit_codes_as_typed(typed: str, expected: Valid | Invalid) -> None:
    assert check_uscc(typed) == expected


def test_a_class_that_is_not_known_only_warns() -> None:
    first17 = "99" + "511100" + organisation_code(BUREAU)
    assert check_uscc(first17 + credit_check(first17)) == Valid(
        first17 + credit_check(first17), (Reason.UNKNOWN_CLASS,)
    )


def test_an_organisation_code_may_have_its_hyphen() -> None:
    assert check_org_code("00850001-8") == Valid("008500018")
    assert check_org_code("008500019") == Invalid(Reason.CHECK_CHARACTER)


PARTS = st.tuples(st.text(ALPHANUMERIC, min_size=1, max_size=20), st.integers(1, 999))


@given(PARTS)
def test_every_composed_licence_identifier_is_valid(parts: tuple[str, int]) -> None:
    serial, version = parts
    identifier = licence_identifier(type_code=BUREAU + "001", issuer=BUREAU, serial=serial, version=version)
    assert check_licence_id(identifier) == Valid(identifier)
    assert LicenceIdentifier.parse(identifier) == LicenceIdentifier(BUREAU + "001", BUREAU, serial, version)


@given(PARTS, st.data())
def test_any_single_changed_character_of_a_licence_identifier_is_caught(
    parts: tuple[str, int], data: st.DataObject
) -> None:
    identifier = licence_identifier(
        type_code=BUREAU + "001", issuer=BUREAU, serial=parts[0], version=parts[1]
    )
    place = data.draw(st.sampled_from([at for at, each in enumerate(identifier) if each != "."]))
    other = data.draw(st.sampled_from(ALPHANUMERIC))
    changed = identifier[:place] + other + identifier[place + 1 :]
    assert check_licence_id(changed).valid == (changed == identifier)


def test_versions_of_one_licence() -> None:
    first = LicenceIdentifier(BUREAU + "001", BUREAU, "2020000001", 1)
    assert str(first).endswith(".001.T")
    assert str(first.next_version()).endswith(".002.R")
    with pytest.raises(ValueError, match="versions"):
        LicenceIdentifier(BUREAU + "001", BUREAU, "1", 999).next_version()
    with pytest.raises(ValueError, match="fit"):
        licence_identifier(type_code="short", issuer=BUREAU, serial="1")


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", Reason.EMPTY),
        ("1.2.156.3005.1.x", Reason.WRONG_ROOT),
        ("1.2.156.3005.2.x.y", Reason.WRONG_PARTS),
        (f"1.2.156.3005.2.{BUREAU}001.{BUREAU}.2020000001.000.T", Reason.WRONG_VERSION),
        (f"1.2.156.3005.2.{BUREAU}.{BUREAU}.2020000001.001.T", Reason.WRONG_PARTS),
        (f"1.2.156.3005.2.{BUREAU}001.{BUREAU}.2020000001.001.U", Reason.CHECK_CHARACTER),
    ],
)
def test_licence_identifiers_as_typed(typed: str, reason: Reason) -> None:
    assert check_licence_id(typed) == Invalid(reason)


def test_a_licence_by_a_body_whose_code_does_not_add_up_only_warns() -> None:
    other = "11511100008500018C"
    checked = check_licence_id(licence_identifier(type_code=other + "001", issuer=other, serial="1"))
    assert isinstance(checked, Valid)
    assert checked.warnings == (Reason.ISSUER_CHECK_CHARACTER,)


def test_signs_in_a_serial_do_not_count() -> None:
    one = licence_identifier(type_code=BUREAU + "001", issuer=BUREAU, serial="AB_12")
    other = licence_identifier(type_code=BUREAU + "001", issuer=BUREAU, serial="AB12")
    assert one[-1] == other[-1]


@given(st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)), st.integers(1, 999_999), st.integers(0, 999_999))
def test_every_composed_case_number_is_valid(day: dt.date, sequence: int, county: int) -> None:
    number = new_case_no(prefix="LS", county=f"{county:06}", day=day, sequence=sequence)
    assert len(number) == 23
    assert check_case_no(number, prefixes=("LS",)) == Valid(number)


@given(st.integers(1, 999_999), st.integers(2, 22), st.sampled_from(ALPHANUMERIC))
def test_any_single_changed_character_of_a_case_number_is_caught(
    sequence: int, place: int, other: str
) -> None:
    number = new_case_no(prefix="LS", county="511102", day=dt.date(2020, 2, 10), sequence=sequence)
    changed = number[:place] + other + number[place + 1 :]
    assert check_case_no(changed).valid == (changed == number)


def test_the_worked_example() -> None:
    number = new_case_no(prefix="LS", county="511102", day=dt.date(2020, 2, 10), sequence=1)
    assert number == "LS51110220200210000001O"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("ls 511102-20200210-000001o", Valid("LS51110220200210000001O")),
        ("", Invalid(Reason.EMPTY)),
        ("51110220200210000001O", Invalid(Reason.WRONG_PARTS)),
        ("LS51110220200230000001O", Invalid(Reason.NO_SUCH_DATE)),
        ("LS511102202002100000010", Invalid(Reason.CHECK_CHARACTER)),
        ("CD51110220200210000001O", Invalid(Reason.WRONG_PREFIX)),
    ],
)
def test_case_numbers_as_typed(typed: str, expected: Valid | Invalid) -> None:
    assert check_case_no(typed, prefixes=("LS",)) == expected


@pytest.mark.parametrize(
    ("prefix", "county", "sequence"), [("L5", "511102", 1), ("LS", "5111", 1), ("LS", "511102", 0)]
)
def test_no_number_is_made_of_parts_that_do_not_fit(prefix: str, county: str, sequence: int) -> None:
    with pytest.raises(ValueError):
        new_case_no(prefix=prefix, county=county, day=dt.date(2020, 2, 10), sequence=sequence)


def test_query_passwords() -> None:
    made = {new_query_password() for _ in range(50)}
    assert len(made) > 40
    assert all(check_query_password(each) == Valid(each) for each in made)
    assert check_query_password("１２３ ４５６") == Valid("123456")
    assert check_query_password("12345") == Invalid(Reason.NOT_SIX_DIGITS)
    assert check_query_password("") == Invalid(Reason.EMPTY)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", Reason.EMPTY),
        ("1", Reason.WRONG_LENGTH),
        ("11511100008500018B7510117002011", Reason.WRONG_LEVEL),
        ("11511100008500018B3510117-02011", Reason.WRONG_CHARACTERS),
        ("11511100008500018C3510117002011", Reason.CHECK_CHARACTER),
    ],
)
def test_item_codes_as_typed(typed: str, reason: Reason) -> None:
    assert check_service_item_code(typed) == Invalid(reason)


def test_a_handling_item_has_two_more_digits() -> None:
    assert check_service_item_code("11511100008500018B351011700201101").valid
