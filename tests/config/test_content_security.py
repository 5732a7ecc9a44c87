"""Every answer tells the browser to run nothing that we did not ship."""

import pytest
from django.conf import settings
from django.test import Client

from leyiban.web.content_policy import policy_text


def test_every_answer_carries_the_policy(client: Client) -> None:
    headers = client.get("/-/alive").headers
    policy = headers["Content-Security-Policy"]
    assert policy == policy_text(settings.CONTENT_SECURITY_POLICY)
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy
    assert "default-src 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"


def test_a_form_may_leave_only_for_the_identity_provider() -> None:
    allowed = settings.CONTENT_SECURITY_POLICY["form-action"]
    assert allowed[0] == "'self'"
    assert len(allowed) == 2
    assert settings.IDENTITY_PROVIDER_URL.startswith(allowed[1])


@pytest.mark.usefixtures("db")
def test_ready_means_that_the_database_answers(client: Client) -> None:
    answer = client.get("/-/ready")
    assert (answer.status_code, answer.content) == (200, b"ready\n")
    assert "no-store" in answer.headers["Cache-Control"]
