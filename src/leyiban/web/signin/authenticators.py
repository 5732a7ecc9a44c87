"""Binding an authenticator app: the picture to scan, the text to copy, the code that proves it."""

from urllib.parse import quote, urlencode

import segno
from django.http import HttpResponseBase

from leyiban.kernel.identifiers import mask_mobile
from leyiban.people.models import Account
from leyiban.web.edge import Trouble, Visit
from leyiban.web.signin.ask import Ask, one_time_code, sentence_of
from leyiban.web.wording import gettext


def ask_to_bind(
    visit: Visit, account: Account, secret: str, trouble: Trouble | None = None, *, button: str
) -> HttpResponseBase:
    ask = Ask(
        title=gettext("绑定动态码"),
        lead=gettext("用身份验证器扫下面的码,再填它显示的数字。"),
        questions=(one_time_code(label=gettext("验证器上的6位数字")),),
        button=button,
        sentence=sentence_of(trouble),
    )
    context = {"ask": ask, "picture": _picture(account, secret), "secret": _in_fours(secret)}
    return visit.show("signin/set_up.html", context, status=trouble.status if trouble else 200)


def name_on_devices(account: Account) -> str:
    """What an authenticator or a device shows beside our name: the user name of staff, a citizen's masked phone."""
    if account.is_staff_account:
        return account.username
    return mask_mobile(account.phone.reveal()) if account.phone else gettext("我的账号")


def _picture(account: Account, secret: str) -> str:
    """The QR code as an SVG image that a page may show without inline style or script."""
    label = quote(f"乐易办:{name_on_devices(account)}")
    address = f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': '乐易办'})}"
    return str(segno.make(address, error="m").svg_data_uri(scale=4, border=4))


def _in_fours(secret: str) -> str:
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
