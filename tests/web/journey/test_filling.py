"""From 开始办 to the receipt, through the pages."""

import pytest

from leyiban.cases.models import Case, Draft
from tests.web.journey.traveller import Traveller

FOOD = "food-business-new"


@pytest.mark.proves("M1.4", "M3.9", "F1.3")
def test_the_whole_way_from_the_guide_to_the_receipt(traveller: Traveller) -> None:
    assert f"/items/{FOOD}/start" in traveller.get(f"/items/{FOOD}").links()
    draft = traveller.begin()
    traveller.fill(draft)
    traveller.put_papers(draft)
    check = traveller.get(f"/drafts/{draft.key}/check").must(200)
    assert "嘉州小馆" in check.text
    sent = traveller.submit(draft).must(303)
    case = Case.objects.get()
    assert sent.leads_to == f"/cases/{case.number}/receipt"
    receipt = traveller.get(sent.leads_to).must(200)
    assert case.number in receipt.text
    assert case.query_code.reveal() in receipt.text
    assert not Draft.objects.exists()
    page = traveller.get(f"/cases/{case.number}").must(200)
    assert "您现在不用做什么" in page.text
