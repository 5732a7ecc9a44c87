"""The examples of ``docs/api.md``: real calls and their answers, with what differs from run to run told apart."""

import json
import re
from http import HTTPStatus
from typing import Any

import pytest

from leyiban.api.frame.door import PREFIX
from leyiban.cases.models import Case
from leyiban.kernel.actors import Role
from tests.api.caller import Answer, Caller, Clock
from tests.api.city import City
from tests.api.kept import DOCS, must_be_kept
from tests.api.test_proofs import licence
from tests.people.conftest import Carrier, carrier
from tests.people.people import phone

__all__ = ["carrier", "licence"]  # fixtures

SHOWN = ("ETag", "Location", "Idempotent-Replayed", "Retry-After", "Content-Type")
MOST_LINES, LONGEST = 60, 64
_MARK = re.compile(r"<!-- example: (\w+) -->\n(?:```http\n.*?```\n)?", re.DOTALL)
_LONG = re.compile(r'(?<=sha256:)[0-9a-f]{64}|(?<="key": ")[0-9a-f]{16}(?=")|(?<="signature": ")[^"]+')


class Story:
    """Collects examples by name. ``told`` maps what differs from run to run to what the page says."""

    def __init__(self) -> None:
        self.examples: dict[str, str] = {}
        self.told: dict[str, str] = {}

    def tell(
        self,
        name: str,
        caller: Caller,
        method: str,
        path: str,
        body: Any = None,
        *,
        seen: str = "",
        **headers: str,
    ) -> Answer:
        key = "" if method == "GET" or name in ("ticket", "token") else f"5f0c8a52-{name}"
        answer = caller.call(method, path, body, seen=seen, key=key, **headers)
        sent = {
            "Authorization": "Bearer TOKEN" if caller.token else "",
            "Idempotency-Key": key,
            "If-Match": seen,
            **{each.replace("_", "-"): value for each, value in headers.items()},
        }
        asked = [f"{method} {PREFIX}{path}", *(f"{each}: {value}" for each, value in sent.items() if value)]
        said = [f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}"]
        said += [f"{each}: {answer.headers[each]}" for each in SHOWN if each in answer.headers]
        parts = ["\n".join(asked), *([_pretty(body)] if body is not None else []), "\n".join(said)]
        parts += [_pretty(answer.json)] if answer.content else []
        self.examples[name] = "\n\n".join(parts)
        return answer

    def page(self, text: str) -> str:
        """``text`` with every example in its place."""
        names = {mark[1] for mark in _MARK.finditer(text)}
        assert names == set(self.examples)
        return _MARK.sub(lambda mark: f"<!-- example: {mark[1]} -->\n{self._block(mark[1])}", text)

    def _block(self, name: str) -> str:
        shown = self.examples[name]
        for real, told in self.told.items():
            shown = shown.replace(real, told)
        return f"```http\n{_LONG.sub('…', shown)}\n```\n"


def _pretty(value: Any) -> str:
    lines = json.dumps(_shortened(value), ensure_ascii=False, indent=2).splitlines()
    return "\n".join(lines if len(lines) <= MOST_LINES else [*lines[:MOST_LINES], "  …"])


def _shortened(value: Any) -> Any:
    """Exact bytes that a program keeps are no reading for people."""
    if isinstance(value, dict):
        return {name: _shortened(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_shortened(inner) for inner in value]
    return f"{value[:7]} …" if isinstance(value, str) and len(value) > LONGEST else value


def test_the_examples_of_the_page_are_what_happens(
    city: City, clock: Clock, carrier: Carrier, request: pytest.FixtureRequest
) -> None:
    story, guest, number = Story(), Caller(), phone()
    story.told |= {number: "13900000000"}
    story.tell("code", guest, "POST", "/sign-in/codes", {"phone": number})
    story.told |= {f'"{carrier.code}"': '"583214"'}
    ticket = story.tell(
        "ticket", guest, "POST", "/sign-in/tickets", {"phone": number, "code": carrier.code}
    ).json["ticket"]
    asked = {"ticket": ticket, "scopes": ["read", "apply"], "label": "bookkeeping"}
    token = story.tell("token", guest, "POST", "/tokens", asked).json
    story.told |= {ticket: "TICKET", token["token"]: "TOKEN", f'"id": {token["id"]}': '"id": 17'}

    story.tell("search", guest, "GET", "/search?words=开饭店&limit=1")

    (firm,) = [each for each in city.applicant.get("/me").json["parties"] if each["is_legal"]]
    story.told |= {firm["key"]: "PARTY"}
    begun = {"item": "food-business-new", "region": "511102", "applicant": firm["key"]}
    key = story.tell("begin", city.applicant, "POST", "/drafts", begun).json["key"]
    story.told |= {key: "DRAFT"}
    sent = {"answers": {"floor_area": 60, "uscc": "1234"}}
    story.tell("answers", city.applicant, "PATCH", f"/drafts/{key}/answers", sent, seen='"1.zh"')
    draft = city.filled()
    filed = story.tell("submission", city.applicant, "POST", f"/drafts/{key}/submission", seen=draft.tag).json
    story.told |= {
        filed["number"]: "LS51110220260309000001K",
        draft.tag: '"12.zh"',
        filed["query_code"]: "402917",
    }

    story.tell("progress", guest, "GET", f"/progress/{filed['number']}", Query_Code=filed["query_code"])

    clerk = city.officer(Role.WINDOW_CLERK)
    path = f"/cases/{filed['number']}/moves/accept"
    seen = clerk.get(f"/cases/{filed['number']}").tag
    story.tell("accept", clerk, "POST", path, seen=seen)
    story.tell("stale", clerk, "POST", path, seen=seen)
    assert Case.objects.get(number=filed["number"]).state == "under_review"

    shown = request.getfixturevalue("licence")
    story.told |= {
        shown.identifier: "1.2.156.3005.2.11100000MB0341032Y034.LICENCE",
        shown.number: "JY25111022026000001",
    }
    story.tell("licence", guest, "GET", f"/licences/{shown.identifier}")

    page = DOCS / "api.md"
    must_be_kept("api.md", story.page(page.read_text()))
