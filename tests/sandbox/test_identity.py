"""The identity check and the register of enterprises."""

from urllib.parse import parse_qs, urlsplit

import pytest

from sandbox.register import Register, load_register
from sandbox.settings import INVENTED
from tests.support.street import Street

WANG = {"name": "王秀英", "resident_id": "511102190304120028"}
LI = {"name": "李国强", "resident_id": "511102190508201030"}
RESTAURANT = "91511100MA6T10018P"


@pytest.fixture(scope="module")
def register() -> Register:
    return load_register(INVENTED)


@pytest.mark.parametrize(
    ("asked", "result"),
    [
        (WANG, "match"),
        (WANG | {"name": "王秀兰"}, "mismatch"),
        ({"name": "阿苏·尔布", "resident_id": "511132190405250364"}, "match"),
        ({"name": "陈𬭚", "resident_id": "51110219091101063X"}, "match"),
        ({"name": "无名", "resident_id": "511102190001010016"}, "unknown"),
    ],
)
def test_name_and_number(street: Street, asked: dict[str, str], result: str) -> None:
    answer = street.call("/identity/v1/match", asked)
    assert answer.json()["result"] == result
    assert asked["resident_id"] not in answer.text


@pytest.mark.parametrize(
    ("uscc", "person", "result"),
    [
        (RESTAURANT, LI, "match"),
        (RESTAURANT, WANG, "mismatch"),
        (RESTAURANT, LI | {"name": "李国"}, "mismatch"),
        ("91511111MA6T10069X", {"name": "张敏", "resident_id": "511111190601150043"}, "not_in_operation"),
        ("91511100MA6T00012D", LI, "unknown"),
    ],
)
def test_legal_representative(street: Street, uscc: str, person: dict[str, str], result: str) -> None:
    answer = street.call("/identity/v1/legal-representatives", {"uscc": uscc, **person})
    assert answer.json()["result"] == result


def test_an_enterprise_tells_what_a_form_would_ask(street: Street) -> None:
    enterprise = street.call("/identity/v1/enterprises", {"uscc": RESTAURANT}).json()["enterprise"]
    assert enterprise["name"] == "乐山嘉州餐饮管理有限公司"
    assert enterprise["legal_representative"] == "李国强"
    assert enterprise["status"] == "in_operation"
    assert street.call("/identity/v1/enterprises", {"uscc": "91511100MA6T00012D"}).json()["found"] is False


@pytest.mark.parametrize("answer", ["passed", "failed"])
def test_a_face_check_goes_over_a_page_and_comes_back(street: Street, answer: str) -> None:
    order = street.call("/identity/v1/faces", WANG | {"return_url": "http://127.0.0.1:8000/back?step=2"})
    reference, url = order.json()["reference"], order.json()["url"]
    state = f"/identity/v1/faces/{reference}"
    assert street.http.get(state, headers=street.as_sender()).json()["state"] == "waiting"
    assert "王秀英" in street.http.get(urlsplit(url).path).text
    back = street.http.post(urlsplit(url).path, data={"answer": answer}).headers["location"]
    assert parse_qs(urlsplit(back).query) == {"step": ["2"], "face": [reference]}
    assert street.http.get(state, headers=street.as_sender()).json()["state"] == answer


def test_no_face_check_for_a_name_that_does_not_fit(street: Street) -> None:
    order = WANG | {"name": "李国强", "return_url": "http://127.0.0.1:8000/"}
    assert street.call("/identity/v1/faces", order).json()["code"] == "identity_mismatch"


def test_wrong_says_mismatch_to_the_right_person(street: Street) -> None:
    street.fault("identity", "wrong", way="mismatch", count=1)
    results = [street.call("/identity/v1/match", WANG).json()["result"] for _ in range(2)]
    assert results == ["mismatch", "match"]


def test_everybody_in_the_register_is_invented_and_well_formed(register: Register) -> None:
    weights, checks = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2], "10X98765432"
    for number in register.persons:
        assert int(number[6:10]) < 1910
        digits = zip(number[:17], weights, strict=True)
        assert number[17] == checks[sum(int(digit) * weight for digit, weight in digits) % 11]
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    for code in register.enterprises:
        total = sum(alphabet.index(sign) * pow(3, place, 31) for place, sign in enumerate(code[:17]))
        assert code[17] == alphabet[(31 - total % 31) % 31]
