"""What is refused at the doorstep, what the cookies are called, and what a watchman reads."""

import json
import logging
import os
import subprocess
import sys
from typing import Any

import pytest
from django.test import Client

from leyiban.config.cookies import cookie_names
from leyiban.config.log_setup import json_formatter
from tests.support.environment import REPOSITORY

TOO_MUCH = str(10**12)
_ASK = """
import json, django
django.setup()
from django.conf import settings as s
names = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "LANGUAGE_COOKIE_NAME", "SESSION_COOKIE_SECURE",
         "SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_SSL_REDIRECT", "DEBUG")
print(json.dumps({name: getattr(s, name) for name in names}))
"""


@pytest.mark.parametrize("path", ["/sign-in/phone", "/api/v1/sign-in/codes", "/no-such-page"])
def test_a_body_that_would_fill_the_disk_is_not_read(path: str) -> None:
    answer = Client().post(path, b"x", content_type="text/plain", CONTENT_LENGTH=TOO_MUCH)

    assert answer.status_code == 413
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_program_that_calls_in_the_clear_is_told_so_not_sent_on(settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    answer = Client().get("/api/v1/me", headers={"Authorization": "Bearer seen-by-everybody"})

    assert (answer.status_code, json.loads(answer.content)["code"]) == (403, "tls_required")
    assert Client().get("/api/v1/openapi.json", secure=True).status_code == 200
    assert Client().get("/help").status_code == 301, "a person is sent on"


def test_production_takes_cookies_that_no_neighbour_can_plant() -> None:
    variables = {
        "LEYIBAN_ENV": "production",
        "DATABASE_URL": "postgresql:///none",
        "LEYIBAN_PUBLIC_URL": "https://zwfw.example.cn",
        "LEYIBAN_IDENTITY_PROVIDER_URL": "https://id.example.cn",
        "LEYIBAN_HSTS_SUBDOMAINS": "1",
        "DJANGO_SETTINGS_MODULE": "leyiban.config.settings",
    }
    key = f"0 {'A' * 43}="
    secrets = ("SECRET_KEY", "SEAL_PASSPHRASE", "FIELD_KEYS", "DIGEST_KEYS", "IDENTITY_PROVIDER_SECRET")
    made = {f"LEYIBAN_{name}": key for name in secrets}
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    told = subprocess.run(
        [sys.executable, "-c", _ASK],
        env={**kept, **variables, **made},
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(told.stdout.splitlines()[-1])
    assert [found[f"{name}_COOKIE_NAME"] for name in ("SESSION", "CSRF", "LANGUAGE")] == [
        "__Host-sessionid",
        "__Host-csrftoken",
        "__Host-language",
    ]
    assert found["SESSION_COOKIE_SECURE"] and found["SECURE_SSL_REDIRECT"] and not found["DEBUG"]
    assert found["SECURE_HSTS_SECONDS"] >= 31_536_000 and found["SECURE_HSTS_INCLUDE_SUBDOMAINS"]
    assert cookie_names(https=False) == ("sessionid", "csrftoken", "language")


class Watchman(logging.Handler):
    """Keeps the lines of the security log as they would be written."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.setFormatter(json_formatter())

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))

    def events(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.lines]


@pytest.fixture
def watchman() -> Any:
    handler = Watchman()
    log = logging.getLogger("leyiban.security")
    log.addHandler(handler)
    yield handler
    log.removeHandler(handler)


@pytest.mark.usefixtures("db")
def test_who_is_turned_away_stands_in_the_log_and_cannot_write_a_line_of_its_own(watchman: Watchman) -> None:
    forged = '/me/acting\n{"event": "security.signed_in"}'
    Client().post(forged)
    Client().post("/me/acting", {"party": "13900000001"}, REMOTE_ADDR="203.0.113.7")
    Client(enforce_csrf_checks=True).post("/sign-out")
    Client().get("/api/v1/me", headers={"Authorization": "Bearer 511102190001010016"})
    Client().post("/sign-in/password", {"username": "13900000001", "password": "correct horse battery"})

    assert all("\n" not in line for line in watchman.lines)
    told = [(each["event"], each["reason"]) for each in watchman.events()]
    assert ("security.turned_away", "csrf_failed") in told
    assert ("security.sign_in_failed", "sign_in_failed") in told
    assert {"not_allowed", "token_invalid"} <= {reason for _, reason in told}
    written = "\n".join(watchman.lines)
    assert not any(word in written for word in ("13900000001", "203.0.113.7", "5111021900", "horse"))
    assert all(each["request"] and each["timestamp"].endswith("Z") for each in watchman.events())
