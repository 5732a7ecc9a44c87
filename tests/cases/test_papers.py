"""Papers of law as they leave the office: what the law wants on each, on one page, numbered, sealed.

All stories are told once, in a database of their own; every test reads the files that came of it.
"""

import dataclasses
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from pytest_django.plugin import DjangoDbBlocker

from leyiban.kernel.documents.registry import all_papers
from leyiban.kernel.documents.typesetting import typesetter
from leyiban.kernel.documents.wording import full_width
from tests.cases.shelf import TYPE_AREA, Printed, Shelf, edges
from tests.cases.stories import RARE, tell_all
from tests.conftest import NOW
from tests.seals.test_outside_programs import pdfsig, run, said_by_pdfsig
from tests.support import database

NUMBER = re.compile(r"(?P<series>.+)〔(?P<year>\d{4})〕(?P<serial>\d+)号")
DEADLINE = r"最晚\d{4}年\d+月\d+日（星期.）17:00"
CASE_NO = r"LS5111\d{16}[0-9A-Z]"
REMEDIES = ("60日内向乐山市市中区人民政府申请行政复议", "6个月内依法向乐山市市中区人民法院提起行政诉讼")


@pytest.fixture(scope="module")
def shelf(
    database_server: database.Server,
    database_template: str,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Shelf]:
    """Every paper, made by the product in a committed database that is gone before the tests begin."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "LEDGER_HEADS_FILE", tmp_path_factory.mktemp("heads") / "heads.jsonl")
        with database_server.clone_of(database_template) as name, django_db_blocker.unblock():
            database.point_at(name)
            papers = tell_all(NOW)
            connections.close_all()
        yield papers


def says(paper: Printed, *patterns: str) -> None:
    missing = [pattern for pattern in patterns if not re.search(pattern, paper.text)]
    assert not missing, (paper.template, missing, paper.text)


def test_every_kind_of_paper_is_on_the_shelf(shelf: Shelf) -> None:
    # These have stories of their own: tests/joins/test_fraud.py, tests/joins/test_renewed.py, tests/cases/test_bars.py,
    # tests/cases/test_joint_intake.py, tests/cases/test_hearing_papers.py, tests/cases/test_green.py,
    # tests/supervision.
    expected = {paper.name for paper in all_papers() if not paper.name.startswith("hearing_")} - {
        "specimen",
        "warning_decision",
        "intended_warning_notice",
        "deemed_renewal",
        "revocation_decision",
        "handover_sheet",
        "supervision_notice",
        "daily_report",
        "green_grant_notice",
        "green_refusal_notice",
        "green_withdrawal_notice",
    }
    assert {paper.template for paper in shelf.all()} == expected


@pytest.mark.proves("M3.5", "F3.3")
def test_each_bears_a_seal_that_holds_over_a_paper_that_says_what_it_is(shelf: Shelf) -> None:
    for paper in shelf.all():
        assert paper.seal_good, (paper.template, paper.number)
        if paper.template != "licence":
            says(paper, re.escape(paper.number), r"乐山市市中区\w+局\d{4}年\d+月\d+日")
            says(paper, "咨询电话0833-\\d{7}", "监督投诉电话0833-\\d{7}")


def test_numbers_count_by_office_series_and_year_without_gap_or_double(shelf: Shelf) -> None:
    counted: dict[tuple[str, str], list[int]] = defaultdict(list)
    for paper in shelf.all():
        found = NUMBER.fullmatch(paper.number)
        assert found is not None, paper.number
        counted[found["series"], found["year"]].append(int(found["serial"]))
    assert len(counted) > len({paper.template for paper in shelf.all()})  # several offices
    for serials in counted.values():
        assert sorted(serials) == list(range(1, len(serials) + 1))


def test_one_page_each_and_of_a_slip_one_page_a_copy(shelf: Shelf) -> None:
    for story, papers in shelf.papers.items():
        if story == "long name":
            continue
        for paper in papers:
            assert paper.pages == (2 if paper.template == "delivery_slip" else 1), (story, paper.template)


def test_no_page_holds_only_the_seal(shelf: Shelf) -> None:
    over_pages = [paper for paper in shelf.all() if paper.pages > 1 and paper.template != "delivery_slip"]
    assert over_pages, "the long name needs a second page somewhere"
    for paper in over_pages:
        assert "咨询电话" in paper.page_texts[-1]
        assert len(paper.page_texts[-1]) > 120


def test_nothing_runs_over_the_edge_whatever_the_length_of_a_name(shelf: Shelf) -> None:
    for name in ("王" * 200, "W" * 200):
        for template in {paper.template for paper in shelf.all()}:
            sheet = shelf.first(template).sheet
            longer = dataclasses.replace(sheet, data=_named(sheet.data, name))
            rendered = typesetter().set(longer)
            left, right = edges(rendered.pdf)
            assert TYPE_AREA[0] - 4 <= left and right <= TYPE_AREA[1] + 4, (template, name[:4], left, right)


def _named(value: object, name: str) -> object:
    """The same content for an applicant of this name."""
    if isinstance(value, dict):
        changed = {key: _named(each, name) for key, each in value.items()}
        if value.get("label") in ("申请人", "经营者名称"):
            changed["value"] = name
        if "addressee" in value:
            changed["addressee"] = name
        return changed
    return [_named(each, name) for each in value] if isinstance(value, list) else value


def test_punctuation_beside_chinese_is_chinese_on_every_paper(shelf: Shelf) -> None:
    for paper in shelf.all():
        half = re.findall(r"[\u4e00-\u9fff][,:;?!()]|[,;?!()][\u4e00-\u9fff]", paper.text)
        assert not half, (paper.template, half)
        assert paper.text == full_width(paper.text)


def test_a_receipt_says_what_came_when_and_by_when_an_answer_comes(shelf: Shelf) -> None:
    """R19: received is not accepted. R1: silence counts as acceptance."""
    says(
        shelf.paper("granted", "receipt"),
        "收到不等于受理",
        f"办件编号{CASE_NO}",
        r"查询码\d{6}",
        r"统一社会信用代码91\w{16}",
        "法定代表人张伟",
        "经办人张伟",
        r"收到时间2026年3月9日09:30，网上提交",
        f"{DEADLINE}告知是否受理；到期没有告知要补什么，就算受理",
        r"1食品经营许可申请书复印件11",
    )


@pytest.mark.proves("F3.3")
def test_a_receipt_carries_the_ledgers_signed_promise(shelf: Shelf) -> None:
    for story in ("granted", "denied"):
        attached = shelf.paper(story, "receipt").reader.attachments["receipt.json"]
        assert b"leyiban-receipt/1" in attached[0]


@pytest.mark.proves("M1.4")
def test_an_acceptance_notice_has_all_that_service_items_lists(shelf: Shelf) -> None:
    says(
        shelf.paper("granted", "acceptance_notice"),
        "中市监受〔2026〕1号",
        f"办件编号{CASE_NO}",
        r"业务办理项编码11511102008501010N\d{15}",
        "事项食品经营许可（新办）",
        "申请人嘉州小馆",
        r"统一社会信用代码91\w{16}",
        "法定代表人张伟",
        "地址嘉州路1号",
        r"经办人张伟联系电话139\*{4}\d{4}",
        "收到时间2026年3月9日09:30",
        "受理时间2026年3月9日09:30",
        f"法定办结时限10个工作日，{DEADLINE}",
        f"承诺办结时限5个工作日，{DEADLINE}",
        "收费不收费（行政许可法第五十八条）",
        r"受理人和窗口window_clerk某，乐山市市中区政务服务大厅2号企业开办窗口，0833-\d{7}",
        r"材料名称形式份数页数1食品经营许可申请书复印件11",
        r"查询码\d{6}",
        "怎么查进度.*/progress",
        "怎么拿结果网上领取",
        r"监督投诉电话0833-\d{7}",
        "受理人签名：",
        "申请人签收：",
        "乐山市市中区市场监督管理局2026年3月9日",
    )


def test_an_acceptance_notice_for_a_person_masks_his_number_and_says_where_to_collect(shelf: Shelf) -> None:
    notice = shelf.paper("person", "acceptance_notice")
    says(
        notice,
        r"申请人张伟证件号码5111\*{10}\d{3}[0-9X]",
        "地址嘉定中路1号2单元3号",
        "怎么拿结果窗口领取",
        "领取地点乐山市市中区政务服务大厅，乐山市市中区嘉州大道1号；工作日9:00—17:00",
        "领取时请带本人身份证件；代领的另带授权委托书",
    )
    assert "统一社会信用代码" not in notice.text


def test_special_procedures_are_told_with_their_longest_time_and_that_it_does_not_count(shelf: Shelf) -> None:
    says(
        shelf.paper("paused", "acceptance_notice"),
        "特别程序检测最长10个工作日。依法不计入时限，启动前另发告知书",
        r"6\.卫生管理制度（复印件，1份1页）",  # a longer list folds into one row before it takes a page
    )


def test_acceptance_by_silence_says_so_and_names_no_officer(shelf: Shelf) -> None:
    """R1: accepted from the day of receipt."""
    notice = shelf.paper("deemed accepted", "acceptance_notice")
    says(notice, "没有在法定期限内告知要补正的内容，依法自收到之日起即为受理", "受理人和窗口到期自动受理")
    received = re.search(
        r"收到时间(\d{4}年\d+月\d+日\d\d:\d\d)受理时间(\d{4}年\d+月\d+日\d\d:\d\d)", notice.text
    )
    assert received is not None and received[1] == received[2]


@pytest.mark.proves("F1.5")
def test_a_correction_notice_says_each_defect_how_to_fix_it_and_by_when(shelf: Shelf) -> None:
    says(
        shelf.paper("denied", "correction_notice"),
        "我们一次说全",
        "1详细地址不清楚请重新填写或上传",
        "2设备布局和操作流程图不清楚请重新填写或上传",
        f"请补交{DEADLINE}；到期没补，视为撤回，可以重新申请",
        "受理窗口乐山市市中区政务服务大厅",
    )


@pytest.mark.proves("F1.5")
def test_a_repeated_request_says_why_and_that_no_clock_stops(shelf: Shelf) -> None:
    again = shelf.paper("denied", "correction_notice", nth=1)
    says(again, "经本机关负责人批准，再次请您补正。原因：首次审查漏看。此事已公开，办理时限照算")
    assert "请补交" not in again.text and "一次说全" not in again.text


def test_a_refusal_names_the_ground_the_right_office_and_the_remedies(shelf: Shelf) -> None:
    """ALL art. 32(2), R3, R22."""
    says(
        shelf.paper("refused", "refusal_notice"),
        "不予受理原因这件事不归本机关管",
        r"请找乐山市卫生健康委员会，乐山市市中区柏杨东路156号，0833-\d{7}",
        "公共场所的卫生许可由卫生健康部门办理",
        *REMEDIES,
    )


def test_a_special_procedure_is_told_in_writing(shelf: Shelf) -> None:
    """R10: kind, basis, how long at most, and that it does not count."""
    says(
        shelf.paper("paused", "special_notice"),
        "依法要进行检测。所需时间不计入办理时限",
        "特别程序检测最长时间10个工作日",
        "依据行政许可法第四十五条",
        r"开始日期2026年3月\d+日",
    )


def test_an_extension_gives_its_reason_and_the_new_dates(shelf: Shelf) -> None:
    """R7."""
    says(
        shelf.paper("paused", "extension_notice"),
        "经本局负责人批准延期",
        "延期理由检测报告还要复核",
        "延长10个工作日",
        "依据行政许可法第四十二条第一款",
        f"延期后法定时限30个工作日，{DEADLINE}",
        f"延期后承诺时限20个工作日，{DEADLINE}",
    )


def test_a_denial_states_reasons_and_remedies_and_a_grant_needs_none(shelf: Shelf) -> None:
    """R11, R22."""
    denial = shelf.paper("denied", "denial_decision")
    says(denial, "不予行政许可决定书", "决定不予", "现场和布局图不一致，生熟没有分开", *REMEDIES)
    grant = shelf.paper("granted", "grant_decision")
    says(grant, "准予行政许可决定书", "决定准予", "受理日期2026年3月9日决定日期2026年3月9日")
    assert "行政复议" not in grant.text


def test_what_is_no_licence_has_a_result_and_not_a_decision_on_a_licence(shelf: Shelf) -> None:
    result = shelf.paper("person", "result_notice")
    says(result, "办理结果通知书", "准予办理")
    assert "行政许可" not in result.text


def test_an_instant_item_has_one_combined_paper(shelf: Shelf) -> None:
    """R19."""
    says(
        shelf.paper("instant", "instant_notice"),
        "受理并当场办结通知书",
        "当场受理并作出决定",
        "决定准予",
        "收到时间2026年5月21日09:30决定日期2026年5月21日",
        "受理人和窗口decider某",
        "1个体工商户登记（备案）申请书复印件11",
    )
    assert "acceptance_notice" not in {paper.template for paper in shelf.papers["instant"]}


def test_an_ending_is_titled_by_what_it_is(shelf: Shelf) -> None:
    own = shelf.paper("withdrawn", "ending_notice")
    says(own, "撤回办理通知书", "您已自己撤回", "可以重新申请")
    says(shelf.paper("deemed withdrawn", "ending_notice"), "撤回办理通知书", "视为撤回", "可以重新申请")
    terminated = shelf.paper("paused", "ending_notice")
    says(terminated, "终止办理通知书", "申请事项已不存在", "场所已经拆除", *REMEDIES)
    assert "行政复议" not in own.text


@pytest.mark.proves("M1.10")
def test_a_slip_comes_in_two_copies_to_be_signed(shelf: Shelf) -> None:
    """R21: at the window somebody signs; in the account arrival is the proof."""
    slip = shelf.paper("person", "delivery_slip")
    for page, copy in zip(slip.page_texts, ("第一联存档", "第二联交当事人"), strict=True):
        for words in (
            copy,
            "收件人签名",
            "代收人签名",
            "送达人签名",
            "年月日时分",
            "送达地点乐山市市中区政务服务大厅",
        ):
            assert words in page
    assert "印章见第一联" in slip.page_texts[1]
    says(slip, r"送达的文书办理结果通知书中民结〔2026〕1号")
    online = shelf.paper("granted", "delivery_slip")
    says(
        online, "准予行政许可决定书中市监许〔2026〕1号；食品经营许可证1.2.156.3005.2", "到达您的账户即为送达"
    )
    assert "收件人签名" not in online.text


@pytest.mark.proves("F3.2")
def test_a_licence_says_each_thing_once(shelf: Shelf) -> None:
    licence = shelf.paper("granted", "licence")
    says(
        licence,
        "食品经营许可证",
        "许可证编号JY2026000001",
        "有效期至2031年3月8日",
        "发证机关：乐山市市中区市场监督管理局发证日期：2026年3月9日",
        "电子证照与纸质证照具有同等法律效力（国务院关于在线政务服务的若干规定第十条）",
        r"1\.2\.156\.3005\.2\.[0-9A-Z.]+",
        "扫码查验是否有效",
    )
    for once in ("JY2026000001", "2026年3月9日", "2031年3月8日", "乐山市市中区市场监督管理局"):
        assert licence.text.count(once) == 1, once
    assert licence.number not in licence.text


def test_a_licence_whose_item_names_no_term_says_it_all_the_same(shelf: Shelf) -> None:
    licence = shelf.paper("instant", "licence")
    says(licence, "营业执照", "有效期自2026年5月21日至长期", "登记机关：", "登记日期：2026年5月21日")


def test_a_licence_with_a_long_scope_stays_one_sheet(shelf: Shelf) -> None:
    sheet = shelf.paper("granted", "licence").sheet
    longer = dataclasses.replace(sheet, data=_named(sheet.data, "餐饮服务，食品销售；" * 80))
    assert typesetter().set(longer).pages == 1


def test_the_identifier_stands_on_one_line_beside_the_code(shelf: Shelf) -> None:
    for paper in shelf.all():
        if paper.template == "licence":
            (line,) = re.findall(r"^.*1\.2\.156\.3005\.2.*$", paper.reader.pages[0].extract_text(), re.M)
            assert _is_identifier(line.strip())


def _is_identifier(text: str) -> bool:
    return re.fullmatch(r"1\.2\.156\.3005\.2\.\w{21}\.\w{18}\.\d{10}\.001\.[0-9A-Z]", text) is not None


@pytest.mark.proves("FX.2")
def test_a_rare_character_is_printed_and_one_without_glyph_replaced_by_its_code(shelf: Shelf) -> None:
    for paper in shelf.papers["rare name"]:
        says(paper, f"乐山{RARE}", re.escape("[U+3134A]小吃"), "此字暂无字形，以编码表示")


@pdfsig
@pytest.mark.proves("M1.11", "F3.3")
@pytest.mark.parametrize("template", ["licence", "acceptance_notice"])
def test_pdfsig_trusts_it_by_the_citys_certificate_alone_and_notices_a_changed_byte(
    shelf: Shelf, template: str, tmp_path: Path
) -> None:
    store = _store_of(shelf.city_ca, tmp_path)
    content = shelf.paper("granted", template).content
    said = said_by_pdfsig(content, store, tmp_path)
    for words in ("Signature is Valid.", "Certificate is Trusted.", "Total document signed"):
        assert words in said
    changed = bytearray(content)
    changed[len(changed) // 3] ^= 1
    assert "Signature is Valid." not in said_by_pdfsig(bytes(changed), store, tmp_path)


def _store_of(certificate: str, folder: Path) -> Path:
    """An NSS store that holds nothing but this certificate."""
    root, store = folder / "city-ca.pem", folder / "nss"
    root.write_text(certificate)
    store.mkdir()
    run("certutil", "-N", "-d", f"sql:{store}", "--empty-password")
    run("certutil", "-A", "-d", f"sql:{store}", "-n", "city", "-t", "CT,C,C", "-i", str(root))
    return store
