"""Text messages that did not arrive: seen by the clerk, on the list and in the case, and sent again from there."""

import pytest

from leyiban.cases.models import Case
from leyiban.kernel.actors import Role
from leyiban.kernel.crypto import digest_of
from leyiban.messages.models import Message, SmsState
from leyiban.messages.operations import OCCASION_DOMAIN
from tests.web.workbench.hall import Hall


def unreached(hall: Hall, case: Case, reason: str = "blocked") -> Message:
    """A message about the case that the carrier could not deliver."""
    message = Message(
        cause=f"test:{case.number}",
        occasion=digest_of(case.number, domain=OCCASION_DOMAIN),
        template="case_received",
        region=case.region,
        agency_id=case.agency_id,
        matter_kind=Case.KIND,
        matter_key=case.pk,
        matter_number=case.number,
        party_id=case.applicant_id,
        phone_masked="139****0001",
        state=SmsState.FAILED,
        reason=reason,
        created_at=hall.clock.now,
        settled_at=hall.clock.now,
        due_at=hall.clock.now,
    )
    message.text = "【乐山政务】您的申请已收到。"
    message.phone = "13900000001"
    message.text_salt, message.commitment = b"s" * 16, b"c" * 32
    message.save()
    return message


@pytest.mark.proves("F1.5")
def test_a_failed_message_is_seen_and_sent_again(hall: Hall) -> None:
    case = hall.world.submitted()
    message = unreached(hall, case)
    clerk = hall.desk(Role.WINDOW_CLERK)

    assert "有1条短信没送到" in clerk.get("/workbench").text
    page = clerk.open(case)
    assert "您的申请已收到" in page.text
    assert f"/workbench/messages/{message.public_key}/again" in page.html
    listed = clerk.get("/workbench/messages").must(200)
    assert case.number in listed.html
    assert "139****0001" in listed.text

    back = f"/workbench/cases/{case.number}"
    sent = clerk.post(f"/workbench/messages/{message.public_key}/again", {"next": back}).must(303)

    assert sent.leads_to == back
    message.refresh_from_db()
    assert message.state == SmsState.QUEUED
    assert "短信都送到了" in clerk.get("/workbench/messages").text


def test_the_way_back_never_leaves_the_site(hall: Hall) -> None:
    message = unreached(hall, hall.world.submitted())
    clerk = hall.desk(Role.WINDOW_CLERK)

    sent = clerk.post(f"/workbench/messages/{message.public_key}/again", {"next": "https://evil.example/"})

    assert sent.must(303).leads_to == "/workbench/messages"


def test_a_message_under_way_is_not_sent_twice(hall: Hall) -> None:
    message = unreached(hall, hall.world.submitted())
    clerk = hall.desk(Role.WINDOW_CLERK)
    clerk.post(f"/workbench/messages/{message.public_key}/again").must(303)

    clerk.post(f"/workbench/messages/{message.public_key}/again").must(409)


@pytest.mark.proves("FX.3")
def test_messages_of_other_offices_stay_theirs(hall: Hall) -> None:
    message = unreached(hall, hall.world.submitted())
    elsewhere = hall.desk(Role.WINDOW_CLERK, agency="11511111008501029L")

    assert "短信都送到了" in elsewhere.get("/workbench/messages").text
    elsewhere.post(f"/workbench/messages/{message.public_key}/again").must(404)
