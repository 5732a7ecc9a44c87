"""What is personal in the tables that came with libraries. Ours declare it beside the model."""

from collections.abc import Mapping

from django.apps import apps

from leyiban.kernel.privacy import Erase, Personal, classified

_SESSION = Personal("session", Erase.DELETE_ROW)
_ACCOUNT = Personal("account", Erase.DELETE_ROW)
_NOTHING: Mapping[str, Personal] = {}

_BORROWED: Mapping[str, Mapping[str, Personal]] = {
    "auth.Permission": _NOTHING,
    "auth.Group": _NOTHING,
    "auth.Group_permissions": _NOTHING,
    "contenttypes.ContentType": _NOTHING,
    "sessions.Session": {"session_data": _SESSION},
    "procrastinate.ProcrastinateWorker": _NOTHING,
    "procrastinate.ProcrastinateJob": _NOTHING,  # arguments are row ids only
    "procrastinate.ProcrastinateEvent": _NOTHING,
    "procrastinate.ProcrastinatePeriodicDefer": _NOTHING,
    "account.EmailAddress": {"user": _ACCOUNT, "email": _ACCOUNT},
    "account.EmailConfirmation": {"email_address": _ACCOUNT},
    "mfa.Authenticator": {"user": _ACCOUNT, "data": _ACCOUNT},
    "socialaccount.SocialApp": _NOTHING,
    "socialaccount.SocialAccount": {"user": _ACCOUNT, "uid": _ACCOUNT, "extra_data": _ACCOUNT},
    "socialaccount.SocialToken": {"account": _ACCOUNT, "token": _ACCOUNT, "token_secret": _ACCOUNT},
    "axes.AccessFailureLog": {"username": _SESSION, "ip_address": _SESSION, "user_agent": _SESSION},
    "axes.AccessAttempt": {
        "username": _SESSION,
        "ip_address": _SESSION,
        "user_agent": _SESSION,
        "get_data": _SESSION,
        "post_data": _SESSION,
    },
    "axes.AccessAttemptExpiration": _NOTHING,
    "axes.AccessLog": {"username": _SESSION, "ip_address": _SESSION, "user_agent": _SESSION},
}


def classify_borrowed_models() -> None:
    """Called once when all models are loaded.

    Raises:
        LookupError, ValueError: a library renamed a model or a field that is named here.
    """
    known = {model._meta.label: model for model in apps.get_models(include_auto_created=True)}
    for label, personal in _BORROWED.items():
        classified(personal)(known[label])
