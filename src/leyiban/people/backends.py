"""Django's door to accounts: by session, and by name or phone with a password."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from leyiban.kernel.crypto import digest_of
from leyiban.kernel.identifiers import check_mobile
from leyiban.people.models import Account
from leyiban.people.operations.signing_in import account_by_password

_AXES_DOMAIN = "signin.name"


class PeopleBackend(BaseBackend):
    """Answers for citizens (phone or user name) and staff (user name) alike."""

    def authenticate(
        self, request: HttpRequest | None, username: str = "", password: str = "", **_others: Any
    ) -> Account | None:
        return account_by_password(name=username.strip(), password=password) if username else None

    def get_user(self, user_id: int) -> Account | None:
        return Account.objects.active().filter(pk=user_id).first()


def name_for_lockout(request: HttpRequest | None, credentials: dict[str, str] | None) -> str:
    """What the lockout counts under: a digest, because people type their phone as the name.

    A phone counts as the one that is looked up, however it was written.
    """
    name = (credentials or {}).get("username", "") or (request.POST.get("username", "") if request else "")
    mobile = check_mobile(name)
    return digest_of(mobile.value if mobile.valid else name.strip().lower(), domain=_AXES_DOMAIN).hex()
