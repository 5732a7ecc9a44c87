"""An administrator tries a variant on real cases and publishes it; a new case is handled by it, an old one is not."""

import json

import pytest
from click.testing import CliRunner
from django.test import Client

from leyiban.cli.green import publish, try_it
from leyiban.kernel.actors import Role
from leyiban.kernel.moments import city_date
from leyiban.people.models import Agency, Post
from tests.catalogue.rulefiles import rulefile_of
from tests.support.specimen import specimen
from tests.web.journey.traveller import Page
from tests.web.workbench.hall import Desk, Hall

WORKS = "construction-permit"
BOARD = "/workbench/admin/leshan/variants"
PAGE = f"{BOARD}/epidemic-works"


@pytest.fixture
def admin(hall: Hall) -> Desk:
    agency = Agency.objects.get(pk=Post.objects.get(code="leshan.leshan-administrator").agency_id)
    return hall.desk(Role.ADMINISTRATOR, agency.uscc)


@pytest.mark.proves("F4.4", "M4.2", "M4.3")
def test_tried_on_last_months_cases_then_published_and_kept_by_what_is_filed(hall: Hall, admin: Desk) -> None:
    old = hall.world.submitted(WORKS)
    assert hall.desk(Role.REVIEWER).get(PAGE).status == 403
    assert PAGE in admin.get(BOARD).links()
    page = admin.get(PAGE).must(200)
    assert "还没有试过" in page.text
    refused = admin.post(PAGE, {"once": page.hidden("once"), "act": "publish"})
    assert "请先试一遍" in refused.must(409).text
    admin.post(PAGE, {"once": admin.get(PAGE).hidden("once"), "act": "try"}).must(303)
    page = admin.get(PAGE)
    assert "1件会不一样,一共1件" in page.text
    assert old.number in page.text
    admin.post(PAGE, {"once": page.hidden("once"), "act": "publish"}).must(303)
    assert "正在用" in admin.get(PAGE).text
    asked = "/open/green/test?class=epidemic_control&item=construction-permit&proof=order"
    guide = Page(Client().get(asked)).must(200).text
    assert "防疫应急工程施工许可" in guide, (
        "everybody reads by which process, until when and by whose decision"
    )
    assert "示例〔2020〕4号" in guide

    keys = {"special": ["review", "decide"], "ordinary": ["review", "check", "decide"]}
    for said, tasks in keys.items():
        today = city_date(hall.clock.now)
        answers = {**specimen(rulefile_of(WORKS), today=today), "works_against_epidemic": said}
        case = hall.world.submitted(WORKS, answers)
        assert [task["key"] for task in case.tasks] == tasks
        assert case.rules.variant is not None
    old.refresh_from_db()
    assert old.rules.variant is None


@pytest.mark.proves("F4.4")
def test_the_commands_do_the_same(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    case = hall.world.submitted(WORKS)
    monkeypatch.setattr("leyiban.cli.green.now", lambda: hall.clock.now)
    found = CliRunner().invoke(try_it, ["epidemic-works"], standalone_mode=False, catch_exceptions=False)
    assert found.return_value == 0
    first, line = found.output.splitlines()
    assert first.startswith("1件里1件会不一样,0件会交不上来。sha256:")
    assert line == f"{case.number}  review → check → decide (3天) ⇒ review → decide (2天)"
    told = json.loads(CliRunner().invoke(try_it, ["epidemic-works", "--json"], standalone_mode=False).output)
    made = CliRunner().invoke(publish, ["epidemic-works", "--json"], standalone_mode=False)
    assert (json.loads(made.output)["digest"], json.loads(made.output)["changed"]) == (told["digest"], True)
    again = CliRunner().invoke(publish, ["epidemic-works"], standalone_mode=False)
    assert again.output.startswith("早就公布了: 第2版")
