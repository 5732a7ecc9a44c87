"""The scans of ``make check`` find what they are for, and allow nothing that is not there any more."""

import pytest

from tests.support import licences, secret_scan

# In two halves, so that this file holds no key.
KEYS = {
    "AWS Access Key": "AKIA" + "QYLPMN5HHHFPZAM2",
    "GitHub Token": "ghp_" + "wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx",
    "Private Key": "-----BEGIN " + "RSA PRIVATE KEY-----",
    "Basic Auth Credentials": "https://clerk" + ":hunter2@registry.example.cn",
}


@pytest.mark.parametrize("kind", KEYS)
def test_a_planted_key_is_found_and_not_repeated(kind: str) -> None:
    text = f"one = 1\nkey = '{KEYS[kind]}'\n"
    found = list(secret_scan.finds_in("a.py", text, secret_scan.shapes()))

    assert secret_scan.Find("a.py", 2, kind) in found
    assert not any(KEYS[kind] in str(find) for find in found)


def test_what_is_allowed_is_still_there() -> None:
    texts = dict(secret_scan.files())
    for (path, kind), why in secret_scan.ALLOWED.items():
        found = secret_scan.finds_in(path, texts[path], secret_scan.shapes())
        assert kind in {find.kind for find in found}, f"{path}: remove it from the list ({why})"


def test_a_licence_that_changed_or_came_in_unseen_is_told() -> None:
    page = licences.PAGE.read_text("utf-8")
    assert list(licences.problems(page)) == []
    changed = page.replace("| django | BSD-3-Clause |", "| django | MIT |")
    assert changed != page
    missing = "\n".join(line for line in page.splitlines() if not line.startswith("| httpx | "))
    assert any("django" in told for told in licences.problems(changed))
    assert any("httpx" in told for told in licences.problems(missing))


@pytest.mark.parametrize(
    ("licence", "welcome"),
    [
        ("MIT", True),
        ("LGPL-3.0-only", True),
        ("Apache-2.0 OR GPL-3.0", True),
        ("GPL-3.0", False),
        ("AGPL-3.0-only", False),
        ("unknown", False),
        ("MIT AND GPL-2.0", False),
    ],
)
def test_which_licences_the_product_takes(licence: str, welcome: bool) -> None:
    assert licences.is_welcome(licence) is welcome
