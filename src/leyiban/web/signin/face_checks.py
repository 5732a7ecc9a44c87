"""Leaving for the authority's face check and coming back: the check counts for the browser that went there.

Who sends another person to the authority's page in his stead must gain nothing. The address of the way back
holds a word that only the browser learns which finished the check, and the session that ordered it holds the
same word: both must meet, soon, and for the purpose it was ordered for. The session also holds whose face was
ordered, sealed with the order: what is typed or bound afterwards makes nobody's face another's.
"""

import datetime as dt
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.kernel.crypto import same
from leyiban.people.errors import FaceNotPassed
from leyiban.people.ports import FaceOrder
from leyiban.people.queries import own_party_id
from leyiban.web.edge import Visit
from leyiban.web.parts.screens import Screen, ScreenState, Way
from leyiban.web.signin import sessions
from leyiban.web.signin.where import recovery_policy
from leyiban.web.wording import gettext

BACK: Final = "back"
_PASSED: Final = "face_passed"


class Purpose(StrEnum):
    LEVEL = "level"
    RECOVER = "recover"
    TAKE_OVER = "take_over"


@dataclass(frozen=True, slots=True)
class CameBack:
    """``whose`` is what :func:`leave` was told of the person whose face was ordered."""

    reference: str
    whose: tuple[str, ...]

    @property
    def party_id(self) -> int:
        """The person, where the order was :func:`ones_own`."""
        return int(self.whose[0])

    def __repr__(self) -> str:
        return "CameBack(‹hidden›)"


def ones_own(visit: Visit) -> tuple[str, ...]:
    """Whose face it is when somebody who is signed in orders his own; 0 for nobody, whose face no one orders."""
    return (str(own_party_id(visit.actor) or 0),)


def leave(
    visit: Visit,
    purpose: Purpose,
    order: Callable[[str], FaceOrder],
    *,
    whose: tuple[str, ...],
    back: str,
) -> HttpResponseBase:
    """Order a check and show the way there. By a link: browsers hold where a form leads against the page's policy.

    Args:
        order: orders the check for an address of the way back.
        whose: who the person is that ``order`` names, in the caller's words; :func:`came_back` gives them back.
        back: the name of the page that one comes back to.

    Raises:
        What ``order`` raises.
    """
    word = secrets.token_urlsafe(16)
    ordered = order(f"{settings.PUBLIC_URL}{reverse(back)}?{urlencode({BACK: word})}")
    kept = (purpose.value, ordered.reference, word, visit.now.isoformat(), *whose)
    sessions.keep_face_order(visit.request, kept)
    return visit.show("signin/leaving.html", {"link": ordered.url, "minutes": _life(visit)})


def came_back(visit: Visit, purpose: Purpose) -> CameBack:
    """The check that this browser ordered and came back from, and whose face it is. Good until :func:`done`.

    Raises:
        FaceNotPassed: it ordered none for this, long ago, or comes back from another's.
    """
    kept = sessions.kept_face_order(visit.request)
    if not kept or kept[0] != purpose.value:
        raise FaceNotPassed
    _, reference, word, ordered_at, *whose = kept
    too_late = visit.now > dt.datetime.fromisoformat(ordered_at) + dt.timedelta(minutes=_life(visit))
    if too_late or not same(word.encode(), visit.request.GET.get(BACK, "").encode()):
        raise FaceNotPassed
    return CameBack(reference, tuple(whose))


def done(visit: Visit) -> None:
    """The check was passed and has had its effect: it is good for nothing more but :func:`was_seen`."""
    sessions.forget_face_order(visit.request)
    visit.request.session[_PASSED] = visit.now.isoformat()


def was_seen(visit: Visit) -> bool:
    """Whether the authority saw the person of this session a moment ago."""
    passed = visit.request.session.get(_PASSED)
    return passed is not None and visit.now <= dt.datetime.fromisoformat(passed) + dt.timedelta(
        minutes=_life(visit)
    )


def authority_silent(visit: Visit, *, again: str) -> HttpResponseBase:
    """The authority does not answer: nothing is lost, and the same step can be tried again."""
    screen = Screen(
        state=ScreenState.ERROR,
        title=gettext("核验机关暂时没有回音"),
        safe=gettext("什么都没改,您填的和刚做的核验都在。"),
        now=gettext("请过一会儿再试。%(minutes)s分钟内不用重做。") % {"minutes": _life(visit)},
        ways=(Way(label=gettext("再试一次"), link=again),),
    )
    return visit.show("journey/screen.html", {"screen": screen}, status=503)


def _life(visit: Visit) -> int:
    return recovery_policy(visit.request, now=visit.now).face_check_minutes
