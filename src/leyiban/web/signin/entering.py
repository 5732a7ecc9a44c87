"""The last step of every way in: straight on, or first the second factor."""

from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.people.models import Account
from leyiban.people.models.sign_in import Way
from leyiban.people.operations import has_a_factor
from leyiban.web.edge import Visit, see_other
from leyiban.web.signin import sessions
from leyiban.web.signin.where import after_sign_in, sign_in_policy


def enter_by_first_factor(visit: Visit, account: Account, *, way: Way) -> HttpResponseBase:
    """After a text message, a password or, for staff, the province: staff always go on to a second factor, citizens when they wished it."""
    if not account.is_staff_account and not account.second_step:
        return enter(visit, account, way=way)
    sessions.await_second_factor(visit.request, account, way=way, now=visit.now)
    return see_other(reverse("web:sign_in_second" if has_a_factor(account) else "web:sign_in_set_up"))


def enter(visit: Visit, account: Account, *, way: Way) -> HttpResponseBase:
    """Signed in, and on to where the person was going; first to a password of his own, if he has a start password.

    Raises:
        AccountClosed: the account may not sign in.
    """
    policy = sign_in_policy(visit.request, now=visit.now)
    sessions.begin(visit.request, account, way=way, policy=policy, now=visit.now)
    if account.has_start_password:
        return see_other(reverse("web:new_password"))
    return see_other(after_sign_in(visit.request, now=visit.now))
