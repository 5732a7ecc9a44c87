"""登录方式: passkeys, one-time codes, recovery codes, and whether a second step is asked for.

Whatever here opens the account is changed only by somebody who has signed in a moment ago.
"""

from typing import Final

from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.joins.account_holder_is_told import open_otherwise
from leyiban.kernel.rights import SIGNED_IN
from leyiban.people.errors import PasskeyMissing
from leyiban.people.models import Account
from leyiban.people.operations import (
    add_passkey,
    has_a_factor,
    has_second_factor,
    new_recovery_codes,
    new_secret,
    recovery_codes_left,
    remove_passkey,
    remove_second_factor,
    rename_passkey,
    set_second_factor,
    turn_second_step,
)
from leyiban.people.operations.passkeys import LONGEST_NAME
from leyiban.people.queries import passkeys_of
from leyiban.web.edge import Trouble, Visit, page, see_other
from leyiban.web.signin import sessions
from leyiban.web.signin.again import sign_in_again
from leyiban.web.signin.ask import Ask, Typed, sentence_of, tried
from leyiban.web.signin.authenticators import ask_to_bind, name_on_devices
from leyiban.web.signin.webauthn import FIELD, asked_to_register, registered
from leyiban.web.wording import gettext

_NAME: Final = "name"


@page(SIGNED_IN)
def factors(visit: Visit) -> HttpResponseBase:
    """What opens my account."""
    account = _account(visit)
    context = {
        "staff": account.is_staff_account,
        "passkeys": passkeys_of(account),
        "codes": has_second_factor(account),
        "recovery": recovery_codes_left(account),
        "has_factor": has_a_factor(account),
        "second_step": account.second_step,
    }
    return visit.show("signin/factors.html", context)


@page(SIGNED_IN, "GET", "POST")
def new_passkey(visit: Visit) -> HttpResponseBase:
    """Make a passkey on this device, under a name by which its owner knows it again."""
    if (again := sign_in_again(visit)) is not None:
        return again
    if visit.request.method != "POST":
        return _ask_passkey(visit)
    added = tried(lambda: _add(visit))
    return _ask_passkey(visit, added) if isinstance(added, Trouble) else _back()


@page(SIGNED_IN, "GET", "POST")
def change_passkey(visit: Visit, key: int) -> HttpResponseBase:
    """Give a passkey another name, or remove it."""
    account, asked = _account(visit), visit.request.POST
    line = next((each for each in passkeys_of(account) if each.key == key), None)
    if line is None:
        raise PasskeyMissing
    if (again := sign_in_again(visit)) is not None:
        return again
    if "remove" in asked:
        remove_passkey(account=account, key=key, actor=visit.actor, now=visit.now)
        return _back()
    if visit.request.method == "POST":
        rename_passkey(account=account, key=key, name=_named(visit))
        return _back()
    ask = Ask(
        title=gettext("改通行密钥"),
        questions=(_name_asked(line.name),),
        button=gettext("改名"),
        other=("remove", gettext("删掉这个通行密钥")),
    )
    return visit.show("signin/ask.html", {"ask": ask})


@page(SIGNED_IN, "GET", "POST")
def new_codes(visit: Visit) -> HttpResponseBase:
    """Bind an authenticator app; for a citizen the second step is asked for from then on."""
    if (again := sign_in_again(visit)) is not None:
        return again
    account = _account(visit)
    if has_second_factor(account):
        return _back()
    secret = sessions.keep_secret(visit.request, new_secret())
    if visit.request.method != "POST":
        return ask_to_bind(visit, account, secret, button=gettext("绑定"))
    bound = tried(
        lambda: open_otherwise(account=account, change=lambda: _bind(visit, account, secret), now=visit.now)
    )
    if isinstance(bound, Trouble):
        return ask_to_bind(visit, account, secret, bound, button=gettext("绑定"))
    sessions.forget_secret(visit.request)
    return _back()


@page(SIGNED_IN, "POST")
def end_codes(visit: Visit) -> HttpResponseBase:
    """A citizen's authenticator is asked for no more."""
    if (again := sign_in_again(visit)) is not None:
        return again
    remove_second_factor(account=_account(visit), actor=visit.actor, now=visit.now)
    return _back()


@page(SIGNED_IN, "POST")
def second_step(visit: Visit) -> HttpResponseBase:
    """A citizen asks for a second step, or no more."""
    if (again := sign_in_again(visit)) is not None:
        return again
    account = _account(visit)
    if visit.request.POST.get("on") == "1":
        open_otherwise(account=account, change=lambda: _ask_second_step(visit, account), now=visit.now)
    else:
        turn_second_step(account=account, on=False, actor=visit.actor, now=visit.now)
    return _back()


@page(SIGNED_IN, "POST")
def recovery_codes(visit: Visit) -> HttpResponseBase:
    """Ten fresh codes, on this page and never again."""
    if (again := sign_in_again(visit)) is not None:
        return again
    codes = new_recovery_codes(account=_account(visit), actor=visit.actor, now=visit.now)
    return visit.show("signin/recovery.html", {"codes": codes})


def _add(visit: Visit) -> None:
    account = _account(visit)
    credential, signs = registered(visit)
    open_otherwise(
        account=account,
        change=lambda: add_passkey(
            account=account,
            name=_named(visit),
            credential=credential,
            signs=signs,
            actor=visit.actor,
            now=visit.now,
        ),
        now=visit.now,
    )


def _bind(visit: Visit, account: Account, secret: str) -> None:
    code = visit.request.POST.get("code", "")
    set_second_factor(account=account, secret=secret, code=code, actor=visit.actor, now=visit.now)
    if not account.is_staff_account:
        _ask_second_step(visit, account)


def _ask_second_step(visit: Visit, account: Account) -> None:
    turn_second_step(account=account, on=True, actor=visit.actor, now=visit.now)


def _ask_passkey(visit: Visit, trouble: Trouble | None = None) -> HttpResponseBase:
    account = _account(visit)
    ask = Ask(
        title=gettext("添加通行密钥"),
        lead=gettext("以后用这台设备的指纹、人脸或PIN码登录。不用记密码,别人也骗不走。"),
        questions=(_name_asked(_named(visit)),),
        button=gettext("添加"),
        sentence=sentence_of(trouble),
    )
    options = asked_to_register(visit, account, label=name_on_devices(account))
    context = {"ask": ask, "making": options, "field": FIELD}
    return visit.show("signin/new_passkey.html", context, status=trouble.status if trouble else 200)


def _name_asked(value: str) -> Typed:
    return Typed(
        name=_NAME,
        label=gettext("给它起个名字"),
        hint=gettext("认得出是哪台设备就行。"),
        value=value,
        max_length=LONGEST_NAME,
    )


def _named(visit: Visit) -> str:
    """What was typed, else what kind of device asks."""
    return (
        visit.request.POST.get(_NAME, "").strip() or sessions.device_of(visit.request) or gettext("我的设备")
    )


def _back() -> HttpResponseBase:
    return see_other(reverse("web:factors"))


def _account(visit: Visit) -> Account:
    account = visit.request.user
    assert isinstance(account, Account)
    return account
