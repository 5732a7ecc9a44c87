"""Signing in by a passkey: no name, no password, no code; the device asks for PIN, finger or face."""

from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.kernel.rights import ANYONE
from leyiban.people.models.sign_in import Way as SignInWay
from leyiban.web.edge import Trouble, Visit, page
from leyiban.web.parts.screens import Way
from leyiban.web.signin.ask import Ask, sentence_of, tried
from leyiban.web.signin.entering import enter
from leyiban.web.signin.webauthn import FIELD, asked_to_prove, proven_by
from leyiban.web.wording import gettext


@page(ANYONE, "GET", "POST")
def by_passkey(visit: Visit) -> HttpResponseBase:
    """Two factors at once (possession, and what the device asked for), so nothing more is asked, of staff neither."""
    if visit.request.method != "POST":
        return _ask(visit)
    account = tried(lambda: proven_by(visit))
    if isinstance(account, Trouble):
        return _ask(visit, account)
    return enter(visit, account, way=SignInWay.PASSKEY)


def _ask(visit: Visit, trouble: Trouble | None = None) -> HttpResponseBase:
    ask = Ask(
        title=gettext("用通行密钥登录"),
        lead=gettext("按下面的按钮。手机或电脑会请您验指纹、人脸或PIN码。"),
        button=gettext("用通行密钥登录"),
        sentence=sentence_of(trouble),
        ways=(Way(label=gettext("换一种方式登录"), link=reverse("web:sign_in")),),
        note=gettext("还没有?先用别的方式登录,在“我的”里添加。"),
    )
    context = {"ask": ask, "proving": asked_to_prove(visit), "field": FIELD}
    return visit.show("signin/passkey.html", context, status=trouble.status if trouble else 200)
