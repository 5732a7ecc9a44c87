"""What a session holds of a person, and how it begins and ends.

A session row is readable to whoever reads the database, so it holds no name and no number: the phone being
proven lies in it sealed, and everything else is an id or a moment.
"""

import base64
import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.contrib.auth import BACKEND_SESSION_KEY, login, logout, update_session_auth_hash
from django.http import HttpRequest

from leyiban.kernel import security_log
from leyiban.kernel.crypto import Hidden
from leyiban.kernel.throttles import origins
from leyiban.people.models import Account
from leyiban.people.models.sign_in import Way
from leyiban.people.operations import keep_only_session, note_session, note_sign_in
from leyiban.people.policy import SignInPolicy

BACKEND: Final = "leyiban.people.backends.PeopleBackend"
SEEN: Final = "seen"  # when a request of this session last came in
BEGUN: Final = "begun"
IDLE_MINUTES: Final = "idle_minutes"
LONGEST_HOURS: Final = "longest_hours"
ACTING_FOR: Final = "acting_for"
TICKET: Final = "ticket"
NEXT: Final = "next"
POSTS_NOTED: Final = "posts_noted"
_PHONE: Final = "phone"
_PERSON: Final = "person"
_PERSON_PLACE: Final = "session.person"
_PHONE_PLACE: Final = "session.phone"
_FACE_ORDER: Final = "face_order"
_FACE_PLACE: Final = "session.face"
_PENDING: Final = "pending_second"
_CEREMONY: Final = "passkey_ceremony"
_PENDING_TOTP: Final = "pending_secret"
_TOTP_PLACE: Final = "session.secret"
_PENDING_LIFE: Final = dt.timedelta(minutes=10)
PENDING_TRIES: Final = "pending_tries"


def begin(
    request: HttpRequest, account: Account, *, way: Way, policy: SignInPolicy, now: dt.datetime
) -> None:
    """Sign in: a fresh session under a fresh key, so that a key planted beforehand is worth nothing.

    Raises:
        AccountClosed: the account may not sign in.
    """
    noted = note_sign_in(
        account=account, way=way, origin=origin_of(request), device=device_of(request), now=now
    )
    security_log.signed_in(account=account.pseudonym, way=way.value)
    where = request.session.get(NEXT, "")
    request.session.flush()
    login(request, account, backend=BACKEND)
    idle = policy.idle_minutes_staff if account.is_staff_account else policy.idle_minutes_citizen
    request.session[IDLE_MINUTES] = idle
    request.session[LONGEST_HOURS] = policy.longest_session_hours
    request.session[SEEN] = request.session[BEGUN] = now.isoformat()
    if where:
        request.session[NEXT] = where
    note_session(sign_in=noted, session_key=request.session.session_key or "")


def end(request: HttpRequest) -> None:
    """Sign out of this session."""
    logout(request)


def ends_at(request: HttpRequest) -> dt.datetime | None:
    """When this session ends if nothing more comes in; None for a guest."""
    return end_of(request.session)


def end_of(session: Mapping[str, Any]) -> dt.datetime | None:
    """:func:`ends_at` of any session's content."""
    if BACKEND_SESSION_KEY not in session or SEEN not in session:
        return None
    idle = dt.datetime.fromisoformat(session[SEEN]) + dt.timedelta(minutes=session[IDLE_MINUTES])
    longest = dt.datetime.fromisoformat(session[BEGUN]) + dt.timedelta(hours=session[LONGEST_HOURS])
    return min(idle, longest)


def begun_at(request: HttpRequest) -> dt.datetime | None:
    """When the person signed in to this session; None for a guest."""
    text = request.session.get(BEGUN)
    return dt.datetime.fromisoformat(text) if text else None


def seconds_left(request: HttpRequest, *, now: dt.datetime) -> int:
    """Seconds until :func:`ends_at`; 0 for a guest."""
    ends = ends_at(request)
    return max(0, int((ends - now).total_seconds())) if ends is not None else 0


def keep_phone(request: HttpRequest, phone: str) -> None:
    request.session[_PHONE] = _sealed(phone, _PHONE_PLACE)


def kept_phone(request: HttpRequest) -> str:
    """The phone that a code was sent to; empty when none was."""
    return _opened(request.session.get(_PHONE, ""), _PHONE_PLACE)


def keep_person(request: HttpRequest, *, name: str, number: str) -> None:
    """Who somebody who is not signed in says he is, while the authority looks at him."""
    request.session[_PERSON] = _sealed(json.dumps([name, number], ensure_ascii=False), _PERSON_PLACE)


def kept_person(request: HttpRequest) -> tuple[str, str] | None:
    """Name and number as they were typed; None when nobody said anything."""
    text = _opened(request.session.get(_PERSON, ""), _PERSON_PLACE)
    if not text:
        return None
    name, number = json.loads(text)
    return name, number


def keep_face_order(request: HttpRequest, order: Sequence[str]) -> None:
    """What a face check was ordered for, and whose face."""
    request.session[_FACE_ORDER] = _sealed(json.dumps(list(order), ensure_ascii=False), _FACE_PLACE)


def kept_face_order(request: HttpRequest) -> list[str] | None:
    """The parts as they were kept; None when no check is ordered."""
    text = _opened(request.session.get(_FACE_ORDER, ""), _FACE_PLACE)
    return [str(part) for part in json.loads(text)] if text else None


def forget_face_order(request: HttpRequest) -> None:
    request.session.pop(_FACE_ORDER, None)


def await_second_factor(request: HttpRequest, account: Account, *, way: Way, now: dt.datetime) -> None:
    """The first factor (``way``) was right; nobody is signed in until the second is."""
    where = request.session.get(NEXT, "")
    request.session.flush()
    request.session[_PENDING] = [account.pk, now.isoformat(), way.value]
    request.session[NEXT] = where


def awaiting_second_factor(request: HttpRequest, *, now: dt.datetime) -> Account | None:
    """The account whose first factor was right a short while ago."""
    pending = request.session.get(_PENDING)
    if not pending or dt.datetime.fromisoformat(pending[1]) + _PENDING_LIFE < now:
        return None
    return Account.objects.active().filter(pk=pending[0]).first()


def awaiting_way(request: HttpRequest) -> Way:
    """The first factor of whoever is awaited."""
    return Way(request.session[_PENDING][2])


def keep_ceremony(request: HttpRequest, state: Mapping[str, Any]) -> None:
    """The challenge that a passkey is to sign, until it is taken."""
    request.session[_CEREMONY] = dict(state)


def take_ceremony(request: HttpRequest) -> dict[str, Any]:
    """The kept challenge, once; empty when there is none."""
    state: dict[str, Any] = request.session.pop(_CEREMONY, {})
    return state


def keep_secret(request: HttpRequest, secret: str) -> str:
    """Keep the secret of an authenticator that is being set up; the kept one, if there is one."""
    kept = _opened(request.session.get(_PENDING_TOTP, ""), _TOTP_PLACE)
    if kept:
        return kept
    request.session[_PENDING_TOTP] = _sealed(secret, _TOTP_PLACE)
    return secret


def forget_secret(request: HttpRequest) -> None:
    """It is bound now."""
    request.session.pop(_PENDING_TOTP, None)


def origin_of(request: HttpRequest) -> str | None:
    """The place that asks, as sign-ins keep it: None when nobody says."""
    return origins.origin_of(request.META) or None


def device_of(request: HttpRequest) -> str:
    """The kind of device in a few words, not its fingerprint."""
    agent = request.META.get("HTTP_USER_AGENT", "")
    for mark, name in _DEVICES:
        if mark in agent:
            return name
    return ""


_DEVICES: Final = (
    ("MicroMessenger", "微信"),
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def _sealed(text: str, place: str) -> str:
    return base64.b64encode(Hidden.of(text, place=place).sealed).decode()


def _opened(stored: str, place: str) -> str:
    return Hidden(base64.b64decode(stored), place=place).reveal() if stored else ""


def keep_after_password(request: HttpRequest, account: Account) -> None:
    """A new password ends all sessions; this one goes on under a fresh key."""
    former = request.session.session_key or ""
    update_session_auth_hash(request, account)
    keep_only_session(account=account, former_key=former, session_key=request.session.session_key or "")
