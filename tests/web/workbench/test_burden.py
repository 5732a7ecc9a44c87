"""The administrator's form-burden meter: what each item asks, who holds it, what could go next."""

import pytest

from leyiban.catalogue.models import HandlingItem
from leyiban.catalogue.rulefile.burden import Holder, burden
from leyiban.kernel.actors import Role
from leyiban.people.models import Agency, Post
from tests.catalogue.rulefiles import FOOD, rulefile_of
from tests.support.detectors import queries_do_not_grow
from tests.web.workbench.hall import Desk, Hall

PAGE = "/workbench/admin/leshan/burden"


@pytest.fixture
def admin(hall: Hall) -> Desk:
    agency = Agency.objects.get(pk=Post.objects.get(code="leshan.leshan-administrator").agency_id)
    return hall.desk(Role.ADMINISTRATOR, agency.uscc)


@pytest.mark.proves("F3.8")
def test_the_meter_counts_what_the_rule_file_asks() -> None:
    found, rules = burden(rulefile_of(FOOD)), rulefile_of(FOOD)
    assert found.questions_most == len(rules.situations) + len(list(rules.form.fields()))
    assert found.questions_least < found.questions_most
    assert [(held.key, held.holder) for held in found.held] == [
        ("operator_name", Holder.ENTERPRISE_REGISTER),
        ("uscc", Holder.ENTERPRISE_REGISTER),
        ("legal_representative", Holder.ENTERPRISE_REGISTER),
        ("contact_name", Holder.IDENTITY),
        ("contact_mobile", Holder.ACCOUNT),
    ]
    assert (found.papers_least, found.papers_held, found.trips) == (3, 1, 0)


@pytest.mark.proves("M3.4", "F3.8")
def test_the_administrator_sees_each_item_and_what_could_go_next(hall: Hall, admin: Desk) -> None:
    """F3.8: document-reduction tracker, paper ↔ licence ↔ legal basis; suggests the next paper to abolish from real
    upload statistics."""
    assert "还看不出来" in admin.get(PAGE).must(200).text
    for _ in range(2):
        hall.world.submitted()
    page = admin.get(PAGE).must(200)
    for code in HandlingItem.objects.values_list("code", flat=True):
        assert f'href="/workbench/admin/leshan/items/{code}"' in page.html
    assert page.html.count('<td data-label="几道题"') == HandlingItem.objects.count()
    assert "我们已有,却还有人在交" in page.text, "the business licence was brought by hand twice"
    assert "一年2件" in page.text
    assert "2件是人交的" in page.text
    assert "市场主体登记" in page.text
    licence = rulefile_of(FOOD).material("business_licence")
    assert licence is not None
    assert licence.by_law.replace("《", "")[:6] in page.text.replace("《", "")


def test_nobody_else_sees_it(hall: Hall) -> None:
    assert hall.desk(Role.REVIEWER).get(PAGE).status == 403


def test_more_cases_cost_no_more_queries(hall: Hall, admin: Desk) -> None:
    hall.world.submitted()
    admin.get(PAGE).must(200)
    queries_do_not_grow(lambda: admin.get(PAGE).must(200), hall.world.submitted)
