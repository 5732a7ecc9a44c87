"""The demo's people of Leshan agree with the sandbox, where the province and the registers know them."""

import base64
import datetime as dt
import json
from pathlib import Path

import pytest

from leyiban.kernel.identifiers import check_resident_id
from leyiban.packs.demo import open_demo, read_demo
from leyiban.people.demo import DemoPeople

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def demo() -> DemoPeople:
    return read_demo(REPOSITORY / "cities" / "leshan")


@pytest.fixture(scope="module")
def register() -> dict[str, dict[str, dict[str, str]]]:
    written = json.loads((REPOSITORY / "sandbox" / "data" / "register.json").read_text("utf-8"))
    return {
        "persons": {each["resident_id"]: each for each in written["persons"]},
        "enterprises": {each["uscc"]: each for each in written["enterprises"]},
    }


def test_the_province_knows_every_citizen_as_the_demo_does(demo: DemoPeople, register) -> None:
    for citizen in demo.citizens:
        known = register["persons"][citizen.resident_id]
        assert (known["name"], known["phone"], known["level"]) == (citizen.name, citizen.phone, citizen.level)
        assert check_resident_id(citizen.resident_id, today=dt.date(2026, 1, 1)).valid


def test_the_register_names_the_same_head_of_every_enterprise(demo: DemoPeople, register) -> None:
    numbers = {citizen.resident_id for citizen in demo.citizens}
    for enterprise in demo.enterprises:
        known = register["enterprises"][enterprise.uscc]
        assert (known["name"], known["legal_representative"]) == (enterprise.name, enterprise.representative)
        assert {enterprise.representative, *enterprise.operators} <= numbers


def test_every_member_of_staff_has_an_authenticator_of_his_own(demo: DemoPeople) -> None:
    secrets = [member.totp for member in demo.staff]

    assert len(set(secrets)) == len(secrets)
    assert all(len(base64.b32decode(secret)) == 20 for secret in secrets)


def test_city_and_county_have_a_whole_chain(demo: DemoPeople) -> None:
    posts = {post for member in demo.staff for post in member.posts}

    for agency in ("leshan.shizhong-market", "leshan.leshan-market"):
        assert {f"{agency}.{role}" for role in ("window_clerk", "reviewer", "checker", "decider")} <= posts
    assert {"leshan.leshan-administrator", "leshan.leshan-auditor"} <= posts


@pytest.mark.usefixtures("db")
def test_the_loaded_city_takes_them_all_in(demo: DemoPeople, now: dt.datetime) -> None:
    ready = open_demo(directory=REPOSITORY / "cities" / "leshan", region="511100", now=now)

    assert len(ready) == len(demo.citizens) + len(demo.staff)
    about = {each.name: each.about for each in ready}
    assert about["张伟"] == "乐山嘉州餐饮管理有限公司的经办人"
    assert about["赵决定"] == "乐山市市中区市场监督管理局决定岗"
