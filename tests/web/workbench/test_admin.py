"""The administrator: what is wrong in a pack, loading it, new versions that leave open cases alone."""

import base64
import io
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from leyiban.cases.models import Case
from leyiban.catalogue.models import City, HandlingItem, ItemVersion
from leyiban.kernel import moments
from leyiban.kernel.actors import Role
from leyiban.kernel.ledger.queries import trail
from leyiban.kernel.privacy.rotation import carry_on, start_rotation
from leyiban.people.models import Agency, Post
from tests.cases.world import FOOD
from tests.support.database import CITY
from tests.web.workbench.hall import Desk, Hall

Change = Callable[[str, str], str]


@pytest.fixture(autouse=True)
def _place(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path


@pytest.fixture
def admin(hall: Hall) -> Desk:
    """The city's administrator."""
    agency = Agency.objects.get(pk=Post.objects.get(code="leshan.leshan-administrator").agency_id)
    return hall.desk(Role.ADMINISTRATOR, agency.uscc)


def packed(change: Change = lambda name, text: text) -> SimpleUploadedFile:
    """Leshan's folder as an archive, with one file changed."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for path in sorted(path for path in CITY.rglob("*") if path.is_file()):
            name = path.relative_to(CITY).as_posix()
            file.writestr(name, change(name, path.read_text("utf-8")))
    return SimpleUploadedFile("leshan.zip", archive.getvalue(), "application/zip")


def newest(code: str = FOOD) -> ItemVersion:
    return ItemVersion.objects.filter(item__code=code).order_by("-number")[0]


def changed_text() -> str:
    """The food item's text with one line changed."""
    return newest().text.replace("有食品安全管理员", "有专职食品安全管理员", 1)


@pytest.mark.proves("M3.5")
def test_a_broken_pack_is_refused_with_file_line_and_what_to_do(admin: Desk) -> None:
    def break_it(name: str, text: str) -> str:
        return text.replace("by: reviewer", "by: nobody", 1) if name == f"items/{FOOD}.yaml" else text

    page = admin.post("/workbench/admin/check", {"pack": packed(break_it)}).must(422)

    line = 1 + (CITY / "items" / f"{FOOD}.yaml").read_text("utf-8").split("by: reviewer")[0].count("\n")
    assert "有1处不对,什么也没有变。" in page.text
    assert f"items/{FOOD}.yaml:{line}" in page.text
    assert "“nobody”不在可以写的词里" in page.text
    assert "<Role" not in page.html
    assert newest().number == 1


@pytest.mark.proves("M3.5")
def test_a_good_pack_shows_what_changes_and_is_loaded_once(admin: Desk) -> None:
    def change(name: str, text: str) -> str:
        return changed_text() if name == f"items/{FOOD}.yaml" else text

    page = admin.post("/workbench/admin/check", {"pack": packed(change)}).must(200)
    assert "没有问题,可以载入" in page.text
    assert "−zh" not in page.text
    assert "有专职食品安全管理员" in page.text
    assert "出新版" in page.text
    assert newest().number == 1, "checking loads nothing"

    sent = {"once": page.hidden("once"), "chosen": page.hidden("chosen")}
    for _ in range(2):
        loaded = admin.post("/workbench/admin/load", sent).must(303)
    told = admin.get(loaded.leads_to).must(200)

    assert "载入好了" in told.text
    assert "事项·新增0,修改1,不变" in told.text
    assert newest().number == 2


def test_a_folder_on_the_server_is_loaded_the_same_way(admin: Desk, settings: Any, tmp_path: Path) -> None:
    settings.CITIES_DIR = tmp_path / "cities"
    shutil.copytree(CITY, settings.CITIES_DIR / "leshan")

    page = admin.post("/workbench/admin/check", {"folder": "leshan"}).must(200)

    assert "个事项不变" in page.text
    assert "请选一个文件夹" in admin.post("/workbench/admin/check", {"folder": "../.."}).must(422).text
    assert "请选一个文件夹" in admin.post("/workbench/admin/check").must(422).text


def test_another_citys_pack_is_that_citys_matter(admin: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "leyiban.web.workbench.admin.packs.may_administer", lambda actor, region: region != "511100"
    )

    page = admin.post("/workbench/admin/check", {"pack": packed()}).must(409)

    assert "不归您的岗位管" in page.text


def test_what_is_no_archive_is_told(admin: Desk) -> None:
    file = SimpleUploadedFile("leshan.zip", b"hello", "application/zip")

    assert "这不是zip压缩包" in admin.post("/workbench/admin/check", {"pack": file}).must(422).text


def test_a_pack_that_is_gone_is_asked_for_again(admin: Desk) -> None:
    page = admin.post("/workbench/admin/load", {"once": "o" * 32, "chosen": f"upload:{'a' * 64}"}).must(409)

    assert "请再选一次" in page.text


@pytest.mark.proves("FX.3")
def test_only_administrators_come_here(hall: Hall) -> None:
    decider = hall.desk(Role.DECIDER)
    for path in (
        "/workbench/admin",
        "/workbench/admin/leshan/items",
        f"/workbench/admin/leshan/items/{FOOD}",
    ):
        decider.get(path).must(403)
    decider.post("/workbench/admin/load").must(403)


def publish(admin: Desk, text: str) -> None:
    path = f"/workbench/admin/leshan/items/{FOOD}"
    page = admin.post(path, {"text": text, "check": "1"}).must(200)
    admin.post(path, {"text": text, "publish": "1", "once": page.hidden("once")}).must(303)


@pytest.mark.proves("M3.5", "F1.1")
def test_a_new_version_shows_its_lines_and_open_cases_keep_theirs(hall: Hall, admin: Desk) -> None:
    case = hall.under_review()
    path = f"/workbench/admin/leshan/items/{FOOD}"

    page = admin.post(path, {"text": changed_text().replace("\n", "\r\n"), "check": "1"}).must(200)
    assert "有专职食品安全管理员" in page.text
    assert "起用新版。在办的件还按老版办。" in page.text
    assert newest().number == 1

    publish(admin, changed_text())

    version = newest()
    assert version.number == 2
    assert "有专职食品安全管理员" in version.text
    assert Case.objects.get(pk=case.pk).item_version.number == 1
    shown = admin.get(path).must(200)
    assert "还有1件按它办" in shown.text
    assert hall.world.submitted().item_version.number == 2
    entry = trail("item", HandlingItem.objects.get(code=FOOD).subject_key)[-1]
    assert (entry.kind, entry.facts.number) == ("item.published/1", 2)
    assert "有食品安全管理员" in hall.desk(Role.REVIEWER).open(case).text, "the old point, for the old case"


def test_a_wrong_text_is_shown_with_its_lines_and_stays_in_the_box(admin: Desk) -> None:
    text = newest().text.replace("kind: review", "kind: revue", 1)

    page = admin.post(f"/workbench/admin/leshan/items/{FOOD}", {"text": text, "publish": "1"}).must(422)

    assert "“revue”不在可以写的词里。是不是“review”?" in page.text
    assert "kind: revue" in page.html
    assert newest().number == 1


def test_an_items_code_never_changes(admin: Desk) -> None:
    text = newest().text.replace(f"code: {FOOD}", "code: food-business-other", 1)

    page = admin.post(f"/workbench/admin/leshan/items/{FOOD}", {"text": text, "publish": "1"}).must(422)

    assert "事项的code不能改" in page.text


def test_the_same_text_is_no_new_version(admin: Desk) -> None:
    page = admin.post(f"/workbench/admin/leshan/items/{FOOD}", {"text": newest().text}).must(409)

    assert "一模一样" in page.text


def test_a_new_item_is_its_rule_file(admin: Desk) -> None:
    path = "/workbench/admin/leshan/new-item"
    taken = admin.post(path, {"text": newest().text, "publish": "1"}).must(422)
    assert f"已经有事项叫{FOOD}" in taken.text

    text = newest().text.replace(f"code: {FOOD}", "code: food-business-second", 1)
    page = admin.post(path, {"text": text}).must(200)
    assert "没有问题,可以发布" in page.text
    made = admin.post(path, {"text": text, "publish": "1", "once": page.hidden("once")}).must(303)

    assert made.leads_to.startswith("/workbench/admin/leshan/items/food-business-second")
    assert newest("food-business-second").number == 1


def test_a_suspended_item_takes_nothing_new_and_keeps_what_it_has(hall: Hall, admin: Desk) -> None:
    case = hall.under_review()
    path = f"/workbench/admin/leshan/items/{FOOD}"

    admin.post(f"{path}/state", {"state": "suspend"}).must(303)
    assert "现在暂停办" in admin.get(path).text
    assert hall.world.opinion(case, Role.REVIEWER).task == "site"
    admin.post(f"{path}/state", {"state": "use"}).must(303)
    assert "现在暂停办" not in admin.get(path).text


def test_the_text_of_every_version_can_be_taken_home(admin: Desk) -> None:
    publish(admin, changed_text())

    first = admin.get(f"/workbench/admin/leshan/items/{FOOD}/versions/1").must(200)

    assert first.response["Content-Disposition"] == f'attachment; filename="{FOOD}.yaml"'
    assert "有食品安全管理员" in first.html
    admin.get(f"/workbench/admin/leshan/items/{FOOD}/versions/9").must(404)
    admin.get("/workbench/admin/leshan/items/no-such-item").must(404)
    assert City.objects.count() == 1


@pytest.mark.proves("F3.1")
def test_less_online_is_refused_without_notice_and_waits_with_one(admin: Desk) -> None:
    """F3.1: an item cannot lose depth without notice."""
    abilities = "abilities: [consult, receive, pre_review, accept, handle, result_feedback, licence_feedback]"
    less = (
        newest()
        .text.replace(abilities, "abilities: [consult, receive, pre_review]")
        .replace("  depth: IV\n", "")
    )
    assert less != newest().text
    path = f"/workbench/admin/leshan/items/{FOOD}"

    refused = admin.post(path, {"text": less, "look": "1"}).must(422)
    assert "没有预告" in refused.text

    told = f"{less}depth_notice: {{why: 系统升级, basis: 公告, mark: practice}}\n"
    admin.post(path, {"text": told, "look": "1"}).must(200)
    published = admin.post(path, {"text": told, "publish": "1", "once": admin.get(path).hidden("once")}).must(
        303
    )
    assert published.leads_to
    first, second = ItemVersion.objects.filter(item__code=FOOD).order_by("number")
    assert (second.effective_from - second.published_at.date()).days in (29, 30, 31)
    assert first.effective_to == second.effective_from
    assert "网上能办的会变少。系统升级" in admin.get(f"/items/{FOOD}").text.replace(" ", "")


def test_a_rotation_of_keys_shows_how_far_it_is(admin: Desk, settings: Any) -> None:
    settings.FIELD_KEYS += "\nk2 " + base64.b64encode(b"2" * 32).decode()
    assert "换钥匙" not in admin.get("/workbench/admin").must(200).text
    now = moments.now()
    rotation = start_rotation(now=now)
    assert rotation is not None
    carry_on(now=now)
    under_way = admin.get("/workbench/admin").must(200).text
    assert f"共{rotation.rows}行。办事不受影响。" in under_way
    while carry_on(now=now):
        pass

    assert "100%" in admin.get("/workbench/admin").must(200).text
