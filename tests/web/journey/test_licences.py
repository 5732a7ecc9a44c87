"""Whether a licence is valid now, for anybody (F3.2), and the lists that a city publishes (M3.1)."""

import csv
import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from leyiban.catalogue.models import HandlingItem
from leyiban.credentials.models import Licence
from leyiban.credentials.states import LicenceStatus
from tests.web.journey.traveller import Page, Traveller

TYPE = "11511100008509004Y001"


@pytest.fixture
def licence(traveller: Traveller) -> Licence:
    return traveller.licence(TYPE, name="食品经营许可证", valid_until=dt.date(2031, 3, 8))


def page_of(guest: Client, licence: Licence) -> Page:
    return Page(guest.get(f"/licences/{licence.identifier}")).must(200)


@pytest.mark.proves("F3.2", "F3.3")
def test_anyone_sees_whether_it_is_valid_and_just_enough_to_compare(guest: Client, licence: Licence) -> None:
    page = page_of(guest, licence)

    assert "●" in page.html
    assert "这张证照现在有效。" in page.text
    for fact in (
        "食品经营许可证",
        "第1号",
        "嘉州小馆",
        "乐山市市中区市场监督管理局",
        "2031年3月8日",
        licence.identifier,
    ):
        assert fact in page.text
    assert "今天09:30查的" in page.text
    assert f"/api/v1/licences/{licence.identifier}" in page.links()
    assert licence.digest in page.text


@pytest.mark.parametrize(
    ("changes", "shape", "words"),
    [
        ({"status": LicenceStatus.SUSPENDED}, "‖", "暂时不能用"),
        ({"status": LicenceStatus.REVOKED}, "■", "已被撤销"),
        ({"status": LicenceStatus.CANCELLED}, "■", "已注销"),
        ({"valid_from": dt.date(2020, 1, 1), "valid_until": dt.date(2021, 1, 1)}, "▲", "过期了"),
    ],
)
def test_one_that_may_not_be_used_says_so_in_shape_and_words(
    guest: Client, licence: Licence, changes: dict[str, object], shape: str, words: str
) -> None:
    Licence.objects.update(**changes)

    page = page_of(guest, licence)

    assert shape in page.html
    assert words in page.text
    assert "现在有效" not in page.text


@pytest.mark.parametrize("typed", ["1.2.3", "hello", "a" * 300, "1.2.156.3005.2.x.y.z.001.A", "<b>"])
def test_one_that_does_not_exist(guest: Client, db: None, typed: str) -> None:
    page = Page(guest.get(f"/licences/{typed}")).must(404)

    assert "这张证照现在有效吗?" in page.text
    assert "<b>" not in page.html


def test_one_that_is_not_sealed_yet_is_as_good_as_none(guest: Client, licence: Licence) -> None:
    Licence.objects.update(status=LicenceStatus.PREPARING)

    Page(guest.get(f"/licences/{licence.identifier}")).must(404)


def test_the_number_may_be_typed(guest: Client, licence: Licence) -> None:
    assert Page(guest.get("/licences")).must(200)
    found = Page(guest.get("/licences", {"identifier": f" {licence.identifier.lower()} "}))
    assert found.must(303).leads_to == f"/licences/{licence.identifier}"
    assert "只有字母" in Page(guest.get("/licences", {"identifier": "证照"})).must(422).text


@pytest.mark.proves("F3.3")
def test_a_file_is_compared_byte_by_byte_and_not_kept(guest: Client, licence: Licence) -> None:
    at = f"/licences/{licence.identifier}"
    sealed = f"sealed {TYPE}".encode()

    same = Page(guest.post(at, {"file": SimpleUploadedFile("a.pdf", sealed)})).must(200)
    other = Page(guest.post(at, {"file": SimpleUploadedFile("a.pdf", sealed + b" ")})).must(200)
    none = Page(guest.post(at)).must(422)

    assert "一个字节都不差" in same.text
    assert "不是当时盖章的那份" in other.text
    assert "请先选一个文件" in none.text


def test_a_huge_file_is_no_licence_of_ours(
    guest: Client, licence: Licence, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("leyiban.web.licences.views.LARGEST", 10)

    page = Page(
        guest.post(f"/licences/{licence.identifier}", {"file": SimpleUploadedFile("a.pdf", b"x" * 11)})
    )

    assert "文件太大" in page.must(422).text


@pytest.mark.proves("M3.1")
def test_the_list_of_each_county_with_depth_and_limits(guest: Client, db: None) -> None:
    """M3.1: sort out and publish the city's and the counties' "one network for all" item lists."""
    page = Page(guest.get("/list", {"region": "511111"})).must(200)

    assert "沙湾区" in page.text
    assert "全程网办" in page.text
    assert "乐山市沙湾区市场监督管理局" in page.text
    assert "0833-2102001" in page.text
    assert "11511111008501029L4510131014001" in page.text
    whole = Page(guest.get("/list", {"region": "nowhere"})).must(200)
    assert "各县(市、区)" in whole.text
    assert whole.html.count("<tr") - 1 == HandlingItem.objects.count()


@pytest.mark.proves("M3.1")
def test_the_list_can_be_taken_away(guest: Client, db: None) -> None:
    answer = guest.get("/list.csv", {"region": "511102"})

    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == HandlingItem.objects.count()
    food = next(row for row in rows if row["事项"] == "食品经营许可(新办)" or "食品经营许可" in row["事项"])
    assert food["承诺时限"] == "5个工作日"
    assert food["实施编码"] == "11511102008501010N4510131014001"
    assert "items-511102.csv" in answer.headers["Content-Disposition"]
