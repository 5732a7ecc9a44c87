"""Sessions of the bench's visitors, begun by the same function that a sign-in page calls."""

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory

from leyiban.kernel import moments
from leyiban.people.models import Account
from leyiban.people.models.sign_in import Way
from leyiban.web.signin import sessions
from leyiban.web.signin.where import sign_in_policy


def cookie_of(account: Account) -> str:
    """The ``Cookie`` header of somebody who has just signed in to this account."""
    now = moments.now()
    request = RequestFactory().get("/")
    request.session = SessionStore()
    policy = sign_in_policy(request, now=now)
    sessions.begin(request, account, way=Way.PHONE_CODE, policy=policy, now=now)
    request.session.save()
    return f"{settings.SESSION_COOKIE_NAME}={request.session.session_key}"
