"""The case file (案卷) as one PDF: what its contents say stands on the page that they name."""

import datetime as dt
import io
import re
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter

from leyiban.cases import operations as cases
from leyiban.cases.casefile.words import ENTRIES
from leyiban.cases.models import Case
from leyiban.kernel import moments
from leyiban.kernel.actors import Role
from leyiban.kernel.ledger.registry import all_kinds
from leyiban.kernel.papers.media import Media
from leyiban.kernel.papers.operations import keep
from leyiban.kernel.privacy.models import Look
from tests.api.caller import Clock
from tests.cases.stories import reviewed
from tests.cases.world import World
from tests.support.office import Office
from tests.web.journey.traveller import signed_in

pytestmark = [pytest.mark.committed, pytest.mark.usefixtures("db")]


@pytest.fixture
def office(db: None, now: dt.datetime, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Office:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    clock = Clock(now)
    monkeypatch.setattr(moments, "now", lambda: clock.now)
    return Office(clock)


def sheets(count: int) -> bytes:
    writer, held = PdfWriter(), io.BytesIO()
    for _ in range(count):
        writer.add_blank_page(width=420, height=595)
    writer.write(held)
    return held.getvalue()


def photo() -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (900, 300), "#3355aa").save(held, "JPEG")
    return held.getvalue()


def attach(world: World, key: str, slot: str, content: bytes, media: Media, pages: int) -> None:
    paper = keep(content=content, media=media, pages=pages, now=world.now)
    cases.attach_paper(
        key=key, slot=slot, paper=paper, trust="C", name=f"{slot}-2", actor=world.person, now=world.now
    )


def delivered(office: Office) -> Case:
    """A case with a three-page PDF, a photograph and papers that no program can open, corrected once, delivered."""
    world = office.world
    draft = world.draft()
    attach(world, draft.key, "layout_plan", sheets(3), Media.PDF, 3)
    attach(world, draft.key, "layout_plan", photo(), Media.JPEG, 1)
    case = cases.submit_draft(key=draft.key, version=None, actor=world.person, now=world.now).matter
    case = world.supplement(world.ask_correction(case, "form.floor_area"), floor_area=61)
    world.decide(reviewed(world, world.accept(case)))
    office.settle()
    return Case.objects.get(pk=case.pk)


def read(content: bytes) -> tuple[PdfReader, list[str]]:
    reader = PdfReader(io.BytesIO(content))
    return reader, [re.sub(r"\s+", "", page.extract_text()) for page in reader.pages]


@pytest.mark.proves("FX.5")
def test_the_contents_name_the_page_on_which_each_part_stands(office: Office) -> None:
    case = delivered(office)
    answer = office.desk(Role.DECIDER).get(f"/workbench/cases/{case.number}/file.pdf")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    reader, texts = read(answer.content)
    total = len(texts)

    assert all(f"{case.number}{number}/{total}" in text for number, text in enumerate(texts, start=1))
    outline = [(item["/Title"], reader.get_destination_page_number(item)) for item in reader.outline]  # type: ignore[index,arg-type]
    assert [title for title, _ in outline[:6]] == [
        "目录",
        "申请内容",
        "补正告知",
        "审查意见",
        "送达",
        "办理轨迹",
    ]
    lengths = dict(zip([title for title, _ in outline], [page for _, page in outline], strict=True))
    contents = "".join(texts[: lengths["申请内容"]])
    for title in ("申请内容", "补正告知", "审查意见", "送达", "办理轨迹"):
        page = lengths[title] + 1
        assert re.search(rf"{title}{page}", contents), (title, page, contents)
        assert title in texts[page - 1]
    assert "嘉州小馆" in "".join(texts) and "材料真实" in "".join(texts)
    assert "食品安全法第三十五条" in "".join(texts)


def test_papers_lie_behind_and_what_cannot_be_bound_is_named_with_its_digest(office: Office) -> None:
    case = delivered(office)
    caller = office.caller(Role.REVIEWER)
    reader, texts = read(caller.get(f"/cases/{case.number}/file").content)

    sizes = [(round(float(page.mediabox.width)), round(float(page.mediabox.height))) for page in reader.pages]
    assert sizes.count((420, 595)) == 3
    assert sum(1 for page in reader.pages if page.images) >= 1
    broken = [link for link in case.papers.handed_in() if link.name.endswith(".pdf")]
    stood_in = [text for text in texts if "不能装订" in text]
    assert len(stood_in) == len(broken) > 0
    assert any(broken[0].paper.digest in text for text in stood_in)
    issued = [link.name for link in case.papers.filter(document__isnull=False)]
    assert issued and all(re.sub(r"\s+", "", name) in "".join(texts) for name in issued)
    assert "食品经营许可证" in "".join(texts)


@pytest.mark.proves("FX.3")
def test_office_and_auditor_get_it_masked_by_right_and_nobody_else(office: Office) -> None:
    case = delivered(office)
    auditor = signed_in(office.holder_of("leshan.leshan-auditor"))
    address = f"/workbench/cases/{case.number}/file.pdf"

    full = "".join(read(office.desk(Role.DECIDER).get(address).content)[1])
    masked = "".join(read(auditor.get(address).content)[1])

    mobile = "13900000000"
    assert mobile in full and mobile not in masked and "139****0000" in masked
    assert signed_in(office.world.citizen).get(address).status_code == 403
    assert Look.objects.filter(subject_key=case.number, what="bound_file").count() == 2


def test_every_entry_of_a_case_has_a_name_on_paper() -> None:
    assert set(ENTRIES) == {kind.code for kind in all_kinds() if kind.name.startswith("case.")}
