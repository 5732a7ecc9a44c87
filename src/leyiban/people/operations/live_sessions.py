"""Which browser sessions an account has, so that its owner can end one of them."""

from django.contrib.sessions.models import Session
from django.db import transaction

from leyiban.people.models import Account, SignIn


def note_session(*, sign_in: SignIn, session_key: str) -> None:
    """The session that a sign-in began."""
    SignIn.objects.filter(pk=sign_in.pk).update(session_key=session_key)


def keep_only_session(*, account: Account, former_key: str, session_key: str) -> None:
    """A new password ended every session but this one, which goes on under a new key."""
    SignIn.objects.filter(account=account, session_key=former_key).update(session_key=session_key)
    SignIn.objects.filter(account=account).exclude(session_key=session_key).update(session_key="")


def end_session(*, account: Account, sign_in_id: int) -> None:
    """End the session that one sign-in of the account began. Another's, or an ended one, changes nothing."""
    with transaction.atomic():
        row = SignIn.objects.select_for_update().filter(account=account, pk=sign_in_id).first()
        if row is not None and row.session_key:
            Session.objects.filter(session_key=row.session_key).delete()
            row.session_key = ""
            row.save(update_fields=["session_key"])
