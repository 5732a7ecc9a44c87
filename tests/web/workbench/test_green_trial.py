"""The administrator's simulator of the green channel (F4.2)."""

import pytest

from leyiban.kernel.actors import Role
from leyiban.people.models import Agency, Post
from tests.cases.world import MARKET_OFFICE
from tests.web.workbench.hall import Hall

PAGE = "/workbench/admin/leshan/green"


@pytest.mark.proves("F4.2")
def test_the_administrator_reads_what_a_class_would_have_cost_in_words_and_as_a_picture(hall: Hall) -> None:
    assert hall.desk(Role.REVIEWER).get(PAGE).status == 403
    agency = Agency.objects.get(pk=Post.objects.get(code="leshan.leshan-administrator").agency_id)
    admin = hall.desk(Role.ADMINISTRATOR, agency.uscc)
    assert PAGE in admin.get("/workbench/admin/leshan/items").links()
    asked = {"office": MARKET_OFFICE, "class": "medical_supplies", "share": "50"}
    assert "没有排队的件" in admin.get(PAGE, **asked).must(200).text
    for _ in range(2):
        hall.under_review()
    page = admin.get(PAGE, **asked | {"share": "0"}).must(
        200
    )  # chance is drawn from keys that other tests move
    assert "普通件没有一件多等" in page.text
    assert "没有一件走绿色通道" in page.text
    assert page.html.count('class="plan-lane"') == 6
    assert "<svg" in page.html
    assert "2件走绿色通道" in admin.get(PAGE, **asked | {"share": "100"}).must(200).text
    wrong = admin.get(PAGE, **asked | {"share": "101", "seed": "x"}).must(200)
    assert "请写0到100的整数" in wrong.text
    assert '<svg class="plan-picture' not in wrong.html
