"""``docs/operations.md`` lists exactly the variables and secrets that the program reads."""

import re

from leyiban.config.outbound_targets import SERVICES
from leyiban.config.roles import DatabaseRole
from tests.support.environment import REPOSITORY

_PAGE = (REPOSITORY / "docs" / "operations.md").read_text("utf-8")
_CODE = "\n".join(path.read_text("utf-8") for path in sorted((REPOSITORY / "src").rglob("*.py")))


def _first_column(chapter: str) -> set[str]:
    text = _PAGE.partition(f"## {chapter}\n")[2].partition("\n## ")[0]
    return set(re.findall(r"^\| `([^`]+)` \|", text, re.M))


def test_every_secret_is_listed() -> None:
    read = set(re.findall(r'\bSECRETS\.read\("(\w+)"\)', _CODE))
    made = {role.secret for role in DatabaseRole} | {"database_superuser"}
    assert _first_column("Secrets") == read | made


def test_every_variable_is_listed() -> None:
    named = set(re.findall(r'"(LEYIBAN_[A-Z_]*[A-Z]|DATABASE_URL)"', _CODE))
    secrets = {f"LEYIBAN_{name.upper()}" for name in _first_column("Secrets")}
    services = {f"LEYIBAN_OUTBOUND_{name.upper()}_{what}" for name in SERVICES for what in ("URL", "TOKEN")}
    assert _first_column("Variables") == (named | services) - secrets
