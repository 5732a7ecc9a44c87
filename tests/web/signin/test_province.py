"""The province's identity, against the sandbox's provider in all its moods, over real HTTP."""

from typing import Any

import pytest
from django.test import Client

from leyiban.people.models import Account, OutsideIdentity, Party
from tests.people.conftest import Carrier
from tests.support.street import Street
from tests.web.signin.conftest import Clock
from tests.web.signin.doors import at_face, at_province, by_phone, identified, signed_in, way_to_face

LI = "511102190508201030"  # 李国强, level 3, in the sandbox's register
SUHERBU = "511132190405250364"  # 阿苏·尔布
LOW = "511129190506060887"  # 何晓兰, level 1

pytestmark = pytest.mark.usefixtures("province")


def test_the_main_door(client: Client) -> None:
    answer = at_province(client, LI)

    assert (answer.status_code, answer["Location"]) == (303, "/me")
    page = client.get("/me").text
    assert "李国强" in page
    assert "5111**********1030" in page
    assert LI not in page


def test_the_same_person_is_the_same_account_next_time(clock: Clock) -> None:
    for _ in range(2):
        at_province(Client(), LI)

    assert (Account.objects.count(), Party.objects.count(), OutsideIdentity.objects.count()) == (1, 1, 1)


def test_a_name_with_a_dot_arrives_whole(client: Client) -> None:
    at_province(client, SUHERBU)

    assert Party.objects.get().name == "阿苏·尔布"


def test_below_level_two_nobody_is_proven(client: Client) -> None:
    at_province(client, LOW)

    assert signed_in(client)
    assert not Party.objects.exists()


def test_nothing_of_the_province_is_kept_by_allauth(client: Client) -> None:
    from allauth.socialaccount.models import SocialAccount, SocialToken

    at_province(client, LI)
    assert not SocialAccount.objects.exists()
    assert not SocialToken.objects.exists()
    assert LI not in str(dict(client.session.items()))


def test_a_provider_that_speaks_for_another_is_refused(
    client: Client, province: Street, settings: Any
) -> None:
    settings.IDENTITY_PROVIDER_URL = settings.IDENTITY_PROVIDER_URL.replace("127.0.0.1", "localhost")
    left = client.post("/sign-in/province")

    assert left.status_code >= 400
    assert "localhost" not in left.headers.get("Location", "")


@pytest.mark.parametrize("way", ["nonce", "signature", "subject"])
def test_a_false_proof_is_refused(client: Client, province: Street, way: str) -> None:
    province.fault("oidc", "wrong", way=way)
    answer = at_province(client, LI)

    assert "没有确认您的身份" in answer.text
    assert not signed_in(client)
    assert not Account.objects.exists()


def test_an_answer_without_a_question_is_refused(client: Client) -> None:
    for query in ("", "?code=x&state=y", "?error=access_denied"):
        answer = client.get(f"/sign-in/province/return{query}")
        assert "没有确认您的身份" in answer.text
    assert not signed_in(client)


def test_an_answer_is_good_once_and_only_in_the_browser_that_asked(client: Client) -> None:
    back = "/sign-in/province/return?" + identified(client, LI)
    thief = Client()

    assert thief.get(back).status_code == 403
    assert not signed_in(thief)
    assert client.get(back).status_code == 303
    client.post("/sign-out")
    assert client.get(back).status_code == 403
    assert not signed_in(client)


def test_a_province_that_is_down_leaves_another_door(client: Client, province: Street, settings) -> None:
    settings.IDENTITY_PROVIDER_URL = "http://127.0.0.1:9/oidc"
    answer = client.post("/sign-in/province")

    assert answer.status_code == 503
    assert "省统一身份暂时连不上" in answer.text
    assert 'href="/sign-in/phone"' in answer.text


def test_a_province_that_fails_inside_is_an_outage_not_a_refusal(client: Client, province: Street) -> None:
    province.fault("oidc", "down")
    assert client.post("/sign-in/province").status_code == 503


def test_real_name_and_enterprise_through_the_sandbox(client: Client, carrier, clock: Clock) -> None:
    by_phone(client, carrier, "13900000002")
    wrong = client.post("/me/identity", {"name": "王国强", "id_number": LI})
    assert "姓名和证件号对不上" in wrong.text
    assert f'value="{LI}"' in wrong.text  # nothing typed is lost

    assert client.post("/me/identity", {"name": "李国强", "id_number": LI})["Location"] == "/me"
    assert client.get("/me/enterprise").status_code == 403  # level 3 first


def test_an_identity_service_that_is_down_loses_nothing(client: Client, carrier, province: Street) -> None:
    by_phone(client, carrier, "13900000002")
    province.fault("identity", "down")

    answer = client.post("/me/identity", {"name": "李国强", "id_number": LI})
    assert answer.status_code == 503
    assert "您填的都在" in answer.text
    assert 'value="李国强"' in answer.text


def test_a_face_check_goes_there_and_back(client: Client, carrier, province: Street) -> None:
    by_phone(client, carrier, "13900000002")
    client.post("/me/identity", {"name": "李国强", "id_number": LI})
    left = way_to_face(client.post("/me/face"))
    back = at_face(left)
    assert client.get("/me/face/return").status_code == 422  # by another way than the one the authority sends
    assert Client().get(back).status_code == 302  # in another browser

    assert client.get(back)["Location"] == "/me"
    assert client.get("/me/enterprise").status_code == 200


def test_a_representative_adds_his_enterprise_and_acts_for_it(client: Client) -> None:
    at_province(client, LI)
    refused = client.post("/me/enterprise", {"uscc": "91511102MA6T10026F"})
    assert "只有法定代表人" in refused.text

    assert client.post("/me/enterprise", {"uscc": "91511100MA6T10018P"})["Location"] == "/me/acting"
    body = Party.objects.legal().get()
    client.post("/me/acting", {"party": body.pseudonym})
    assert f"您现在为{body.name}办" in client.get("/me").text


def test_the_identity_check_is_no_oracle_for_numbers(client: Client, carrier: Carrier) -> None:
    by_phone(client, carrier, "13900000002")
    answers = [
        client.post("/me/identity", {"name": "王国强", "id_number": LI}).status_code for _ in range(11)
    ]

    assert answers == [422] * 10 + [429]
    assert client.post("/me/identity", {"name": "李国强", "id_number": LI}).status_code == 429
