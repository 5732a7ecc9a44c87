"""Papers into their slots: looked at, shown, replaced, reused, and never asked for twice."""

import io
import re
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from leyiban.cases.models import CasePaper, Draft, DraftPaper
from leyiban.credentials.models import Licence
from leyiban.credentials.states import LicenceStatus
from leyiban.kernel.papers.models import Trust
from tests.api.city import PDF
from tests.web.journey.traveller import Page, Traveller

SCRIPT = {"X-Requested-With": "papers"}


@pytest.fixture
def draft(traveller: Traveller) -> Draft:
    draft = traveller.begin()
    traveller.fill(draft)
    return draft


def photo(name: str = "照片.jpg", size: tuple[int, int] = (60, 80)) -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", size, "white").save(content, "JPEG")
    return SimpleUploadedFile(name, content.getvalue(), "image/jpeg")


def slot_of(page: Page, key: str) -> str:
    """The slot's own markup."""
    found = re.search(rf'<section class="slot[^>]*data-slot="{key}".*?</section>', page.html, re.DOTALL)
    assert found, key
    return found[0]


@pytest.mark.proves("F1.15")
def test_every_slot_says_its_state_and_what_to_do_next(traveller: Traveller, draft: Draft) -> None:
    """F1.15: every submission and file shows pending / received / failed + next step."""
    at = f"/drafts/{draft.key}/papers"
    page = traveller.get(at).must(200)
    empty = slot_of(page, "layout_plan")
    assert "还没交" in empty
    assert "拍照、扫描或选文件" in empty
    assert 'capture="environment"' in empty
    assert ".ofd" in empty

    received = traveller.post(at, {"papers.layout_plan": photo(), "upload": "layout_plan"}).must(303)
    assert received.leads_to == f"{at}#p-layout_plan"
    full = slot_of(traveller.get(at), "layout_plan")
    assert "已收到" in full
    assert "<img" in full

    failed = traveller.post(
        at, {"papers.layout_plan": SimpleUploadedFile("a.pdf", b"GIF89a...."), "upload": "layout_plan"}
    ).must(422)
    told = slot_of(failed, "layout_plan")
    assert "没传上去" in told
    assert "field-error" in told
    assert DraftPaper.objects.get().name == "照片.jpg", "what was there before stays"


def test_a_script_gets_the_one_slot(traveller: Traveller, draft: Draft) -> None:
    at = f"/drafts/{draft.key}/papers"

    page = traveller.post(at, {"papers.layout_plan": photo(), "upload": "layout_plan"}, **SCRIPT).must(200)
    assert page.html.strip().startswith("<section")
    assert "已收到" in page.text
    failed = traveller.post(
        at, {"papers.layout_plan": SimpleUploadedFile("空.jpg", b""), "upload": "layout_plan"}, **SCRIPT
    )
    assert failed.status == 422
    assert "没传上去" in failed.text
    traveller.post(at, {"upload": "nothing"}, **SCRIPT).must(404)


def test_a_paper_is_shown_page_by_page_taken_out_and_downloaded(traveller: Traveller, draft: Draft) -> None:
    at = f"/drafts/{draft.key}/papers"
    traveller.post(at, {"papers.layout_plan": SimpleUploadedFile("图.pdf", PDF), "upload": "layout_plan"})
    link = DraftPaper.objects.get()

    image = traveller.download(f"{at}/{link.pk}/1-240")
    assert image.headers["Content-Type"] in ("image/png", "image/jpeg")
    assert image.content
    assert traveller.download(f"{at}/{link.pk}/2-240").status == 404
    assert traveller.download(f"{at}/{link.pk}/1-9999").status == 404
    whole = traveller.download(f"{at}/{link.pk}")
    assert whole.headers["Content-Disposition"].startswith("attachment")
    assert whole.content == PDF

    traveller.post(at, {"remove": str(link.pk)}).must(303)
    assert not DraftPaper.objects.exists()


def test_the_main_button_hands_in_what_was_chosen_and_tells_what_is_missing(
    traveller: Traveller, draft: Draft
) -> None:
    at = f"/drafts/{draft.key}/papers"

    page = traveller.post(at, {"papers.layout_plan": photo()}).must(422)

    assert DraftPaper.objects.get().slot == "layout_plan"
    assert "还差:营业执照" in page.text
    assert 'href="#p-business_licence"' in page.html
    traveller.put_papers(draft)
    assert traveller.post(at).must(303).leads_to == f"/drafts/{draft.key}/check"
    assert traveller.post(at, {"later": "1"}).must(303).leads_to == f"/drafts/{draft.key}"


def test_too_many_files_and_strange_names_are_told(traveller: Traveller, draft: Draft) -> None:
    at = f"/drafts/{draft.key}/papers"
    files = [photo(f"{n}.jpg", (10 + n, 10)) for n in range(5)]

    page = traveller.post(at, {"papers.layout_plan": files, "upload": "layout_plan"}).must(422)

    assert "最多放4个文件" in page.text
    assert DraftPaper.objects.count() == 4
    traveller.post(at, {"papers.no_such_thing": photo(), "upload": "x"}).must(404)
    traveller.post(at, {"reuse": "layout_plan/paper:x"}).must(404)
    traveller.post(at, {"remove": "abc"}).must(303)
    assert DraftPaper.objects.count() == 4


@pytest.fixture
def again(traveller: Traveller) -> Iterator[Draft]:
    """A second application, a month after the first."""
    case = traveller.submitted()
    CasePaper.objects.filter(case=case, slot="layout_plan").update(trust=Trust.B)
    traveller.later(days=30)
    draft = traveller.begin()
    traveller.fill(draft)
    yield draft


@pytest.mark.proves("F1.4", "M3.4")
def test_what_was_given_before_is_offered_with_its_source_and_used_at_a_press(
    traveller: Traveller, again: Draft
) -> None:
    """F1.4: reuse of uploaded files; per-field source and date."""
    at = f"/drafts/{again.key}/papers"
    page = traveller.get(at)
    assert "有4样您以前交过" in page.text
    offer = slot_of(page, "layout_plan")
    assert "3月9日" in offer
    assert "窗口核对过原件" in offer
    value = re.search(r'name="reuse" value="([^"]+)"', offer)
    assert value

    traveller.post(at, {"reuse": value[1]}).must(303)
    traveller.post(at, {"reuse": value[1]}).must(303)

    link = DraftPaper.objects.get()
    source = CasePaper.objects.get(slot="layout_plan")
    assert (link.paper, link.trust, link.given_at) == (source.paper, Trust.B, source.given_at)
    assert "就用这份" not in slot_of(traveller.get(at), "layout_plan")


def test_one_press_uses_all_of_them(traveller: Traveller, again: Draft) -> None:
    traveller.post(f"/drafts/{again.key}/papers", {"reuse_all": "1"}).must(303)

    assert {link.slot for link in DraftPaper.objects.all()} == {
        "application_form",
        "business_licence",
        "layout_plan",
        "safety_rules",
    }


def test_nobody_reuses_what_another_party_gave(traveller: Traveller, again: Draft) -> None:
    foreign = CasePaper.objects.filter(slot="layout_plan").get()
    foreign.case.applicant = traveller.world.citizen.bindings.current().get().party
    foreign.case.save()

    page = traveller.get(f"/drafts/{again.key}/papers")

    assert "就用这份" not in page.text
    traveller.post(f"/drafts/{again.key}/papers", {"reuse": f"layout_plan/paper:{foreign.pk}"}).must(404)
    assert not DraftPaper.objects.exists()


def test_what_is_too_old_is_not_offered(traveller: Traveller, again: Draft) -> None:
    traveller.later(days=731)

    assert "就用这份" not in traveller.get(f"/drafts/{again.key}/papers").text


def test_a_licence_that_we_issued_stands_in_for_its_paper(traveller: Traveller, draft: Draft) -> None:
    """用证: the licence's own sealed file, trusted as its issuer's."""
    material = draft.item_version.rulefile.material("business_licence")
    assert material is not None
    assert material.licence_type_code is not None
    licence = traveller.licence(material.licence_type_code)
    at = f"/drafts/{draft.key}/papers"
    offer = slot_of(traveller.get(at), "business_licence")
    assert "现在有效" in offer

    traveller.post(at, {"reuse": f"business_licence/licence:{licence.identifier}"}).must(303)

    link = DraftPaper.objects.get()
    assert licence.document is not None
    assert (link.paper, link.trust) == (licence.document.paper, Trust.A)
    Licence.objects.update(status=LicenceStatus.REVOKED)
    link.delete()
    assert "现在有效" not in slot_of(traveller.get(at), "business_licence")
    traveller.post(at, {"reuse": f"business_licence/licence:{licence.identifier}"}).must(404)
