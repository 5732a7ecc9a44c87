"""An OpenID Connect provider of another make than the sandbox's: django-allauth's own, as a program.

``python -m tests.support.other_provider PORT CLIENT_ID CLIENT_SECRET RETURN_ADDRESS`` serves it on loopback, with
one user. Beside the protocol it takes orders: ``POST /misbehave/WAY`` makes the next ID tokens false in one way,
``POST /misbehave/none`` makes them true again, ``POST /rotate`` signs with a new key and withdraws the old one.
"""

import sys
from collections.abc import Iterable
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings

USER, PASSWORD = "li", "correct horse battery"
SUBJECT_CLAIMS = {"name": "李国强", "level": "L3", "resident_id": "511102190508201030"}
STATE: dict[str, Any] = {"way": "none", "keys": []}


def new_key() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return pem.decode()


def configure(port: int) -> None:
    settings.configure(
        SECRET_KEY="of a provider that lives for one test module",  # pragma: allowlist secret
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF="tests.support.other_provider_urls",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        USE_TZ=True,
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
            "allauth",
            "allauth.account",
            "allauth.idp.oidc",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "allauth.account.middleware.AccountMiddleware",
        ],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        ACCOUNT_EMAIL_VERIFICATION="none",
        IDP_OIDC_ADAPTER="tests.support.other_provider_adapter.Adapter",
        SESSION_COOKIE_NAME=f"provider-{port}",
    )
    django.setup()


def prepare(client_id: str, secret: str, back: str) -> None:
    from allauth.idp.oidc.models import Client
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    get_user_model().objects.create_user(USER, password=PASSWORD)
    client = Client(id=client_id, name="Leyiban", skip_consent=True)
    client.set_secret(secret)
    client.set_redirect_uris([back])
    client.set_scopes(["openid", "profile", "phone", "identity"])
    client.save()
    STATE["keys"] = [new_key()]


class FalseSigner:
    """Stands where allauth calls PyJWT, and signs as the ordered way says."""

    def encode(self, claims: dict[str, Any], key: Any, algorithm: str, headers: dict[str, str]) -> str:
        import jwt

        stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        match STATE["way"]:
            case "algorithm":
                return jwt.encode(claims, None, "none", headers=headers)
            case "confusion":
                public = key.public_key().public_bytes(
                    serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
                )
                return jwt.encode(claims, public, "HS256", headers=headers)
            case "signature":
                return jwt.encode(claims, stranger, algorithm, headers=headers)
            case "kid":
                return jwt.encode(claims, stranger, algorithm, headers={"kid": "nobody-published-me"})
        return jwt.encode(claims, key, algorithm, headers=headers)


def falsified(claims: dict[str, Any], way: str, issuer: str, client_id: str) -> Iterable[tuple[str, Any]]:
    """The claims that the ordered way makes false; None takes one away."""
    now = claims["iat"]
    return {
        "issuer": {"iss": issuer.replace("127.0.0.1", "localhost")},
        "audience": {"aud": "somebody-else"},
        "audiences": {"aud": [client_id, "somebody-else"]},
        "expired": {"iat": now - 900, "exp": now - 600},
        "endless": {"exp": None},
        "future": {"iat": now + 600},
        "nonce": {"nonce": "not-ours"},
        "no-nonce": {"nonce": None},
        "nobody": {"sub": None},
    }.get(way, {}).items()


def serve(port: int) -> None:
    from allauth.idp.oidc.internal.oauthlib import request_validator
    from django.core.wsgi import get_wsgi_application

    request_validator.jwt = FalseSigner()  # type: ignore[attr-defined]
    quiet = type("Quiet", (WSGIRequestHandler,), {"log_message": lambda *_told: None})
    make_server("127.0.0.1", port, get_wsgi_application(), handler_class=quiet).serve_forever()


if __name__ == "__main__":
    sys.modules["tests.support.other_provider"] = sys.modules["__main__"]  # one STATE, whoever imports it
    port, client, secret, back = sys.argv[1:]
    configure(int(port))
    prepare(client, secret, back)
    serve(int(port))
