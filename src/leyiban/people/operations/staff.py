"""Members of staff as whoever runs the platform lets them in: an account, a start password, posts; and out again.

A start password opens nothing by itself: the first sign-in binds an authenticator (``second_factor``).
"""

import datetime as dt
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from leyiban.kernel.actors import Actor
from leyiban.people.errors import PostUnknown, StaffUnknown, UsernameTaken
from leyiban.people.models import Account, AccountKind, Post, PostHolding
from leyiban.people.operations.accounts import (
    close_account,
    end_all_sessions,
    open_staff_account,
    set_password,
)
from leyiban.people.operations.posts import assign_post, end_post
from leyiban.people.rules.inputs import Inputs

_USERNAME: Final = re.compile(r"[a-z][a-z0-9._-]{1,31}")
_SIGNS: Final = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is read as another: no i l o 0 1
_GROUPS, _SIGNS_IN_GROUP = 4, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """``start_password`` is told here and never again; None where the account was there already.

    ``posts`` are the codes of the posts that were given now.
    """

    account: Account
    start_password: str | None
    posts: tuple[str, ...]

    def __repr__(self) -> str:
        return "Opened(‹hidden›)"


def open_staff(
    *, username: str, display_name: str, posts: Sequence[str], actor: Actor, now: dt.datetime
) -> Opened:
    """An account under this name with these posts. Sent again, it gives the posts that are missing and no more.

    Raises:
        InvalidInput: a user name that nobody can type, or an impossible name.
        UsernameTaken: by somebody of another name, a citizen, or an account that was closed.
        PostUnknown: a code of no loaded city. OutOfJurisdiction: the actor may not give this post.
    """
    inputs = Inputs()
    name = inputs.person_name("name", display_name)
    if not _USERNAME.fullmatch(username):
        inputs.refuse("username", "malformed", _("用户名2至32位:小写字母开头,可用数字和 . _ -。"))
    inputs.done()
    with transaction.atomic():
        known = Account.objects.select_for_update().filter(username=username).first()
        if known is not None and not _is_same(known, name):
            raise UsernameTaken
        password = None if known is not None else _start_password()
        account = known or open_staff_account(
            username=username, display_name=name, password=password or "", actor=actor, now=now, start=True
        )
        given = give_posts(account=account, posts=posts, actor=actor, now=now)
        return Opened(account=account, start_password=password, posts=given)


def give_posts(*, account: Account, posts: Sequence[str], actor: Actor, now: dt.datetime) -> tuple[str, ...]:
    """Let a member of staff hold these posts from now on; returns those he did not hold.

    Raises:
        PostUnknown, OutOfJurisdiction: as for :func:`open_staff`. All are given or none.
    """
    with transaction.atomic():
        held = _held(account, now)
        found = [_post(code) for code in dict.fromkeys(posts)]
        fresh = [post for post in found if post.code not in held]
        for post in fresh:
            assign_post(account=account, post=post, actor=actor, now=now)
        return tuple(post.code for post in fresh)


def take_posts(*, account: Account, posts: Sequence[str], actor: Actor, now: dt.datetime) -> tuple[str, ...]:
    """End these posts of a member of staff now; returns those he held.

    Raises:
        PostUnknown, OutOfJurisdiction: as for :func:`open_staff`. All end or none.
    """
    with transaction.atomic():
        codes = {_post(code).code for code in posts}
        holdings = PostHolding.objects.in_force(now).select_related("post", "account")
        ended = list(holdings.filter(account=account, post__code__in=codes).order_by("pk"))
        for holding in ended:
            end_post(holding=holding, actor=actor, now=now)
        return tuple(sorted({holding.post.code for holding in ended}))


def renew_start_password(*, account: Account, actor: Actor, now: dt.datetime) -> str:
    """A new start password for a member of staff who forgot his; every session ends, his authenticator stays."""
    password = _start_password()
    with transaction.atomic():
        set_password(account=account, password=password, actor=actor, now=now, start=True)
        end_all_sessions(account=account, actor=actor, now=now)
    return password


def close_staff(*, account: Account, reason: str, actor: Actor, now: dt.datetime) -> bool:
    """Close a member of staff's account for good; what he did stays his. False when it was closed already."""
    if not Account.objects.active().filter(pk=account.pk).exists():
        return False
    with transaction.atomic():
        held = tuple(sorted(_held(account, now)))
        take_posts(account=account, posts=held, actor=actor, now=now)
        close_account(account=account, reason=reason, actor=actor, now=now)
    return True


def staff_named(username: str) -> Account:
    """The member of staff with this user name, closed or not.

    Raises:
        StaffUnknown: there is none.
    """
    account = Account.objects.filter(username=username, kind=AccountKind.STAFF).first()
    if account is None:
        raise StaffUnknown(username=username)
    return account


def _is_same(known: Account, name: str) -> bool:
    return known.is_staff_account and known.is_active and known.display_name == name


def _held(account: Account, now: dt.datetime) -> set[str]:
    return set(PostHolding.objects.in_force(now).filter(account=account).values_list("post__code", flat=True))


def _post(code: str) -> Post:
    post = Post.objects.filter(code=code).first()
    if post is None:
        raise PostUnknown(post=code)
    return post


def _start_password() -> str:
    """About 99 bits, in groups that can be read out."""
    return "-".join(
        "".join(secrets.choice(_SIGNS) for _sign in range(_SIGNS_IN_GROUP)) for _group in range(_GROUPS)
    )
