"""Every route of every face asks for a right, keeps it, and shows nothing to whoever guesses a number."""

import datetime as dt
import hashlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client

from leyiban.cases.models import Case, Draft, ReviewTask
from leyiban.kernel import moments
from leyiban.people.models import Account
from tests.api.caller import caller_of
from tests.cases.world import FOOD, World
from tests.hard.people import STRANGERS, Cast
from tests.hard.routes import Route, all_routes
from tests.web.journey.traveller import signed_in

# Probes, and pages that only explain: they know nothing about anybody.
OPEN = {
    "-/alive",
    "-/ready",
    "problems/",
    "problems/{code}",
    "api/v1/openapi.json",
    "api/v1/reference",
    "api/",
}
OBJECTS = {"number", "key", "link_id", "paper_id", "document_id"}
SECRETS = ("秘园茶社", "511129190612314529", "嘉定中路88号")


def test_every_route_asks_for_a_right() -> None:
    routes = all_routes()
    assert {route.path for route in routes if route.right is None} == OPEN
    asked = sorted(
        f"{'|'.join(route.methods):10} /{route.path}  {route.right.name}" for route in routes if route.right
    )
    sys.stdout.write("\n".join([f"{len(asked)} routes:", *asked, ""]))
    assert len(asked) > 150


@dataclass
class Street:
    """A case, a draft and another office's task of somebody, and the addresses that lead to them."""

    world: World
    case: Case = field(init=False)
    draft: Draft = field(init=False)
    task: ReviewTask = field(init=False)

    def __post_init__(self) -> None:
        self.case = self.world.submitted()
        self.draft = self.world.draft("public-place-hygiene")
        joint = self.world.accept(self.world.submitted("special-equipment-use"))
        self.task = joint.review_tasks.get()

    def address(self, route: Route) -> str:
        link = self.case.papers.order_by("pk")[0]
        of_draft = "drafts/" in route.path
        paper = self.draft.papers.order_by("pk")[0] if of_draft else link
        return route.address(
            {
                "number": self.task.number if "tasks/" in route.path else self.case.number,
                "key": self.draft.key if of_draft else hashlib.md5(b"a guess").hexdigest(),
                "link_id": paper.pk,
                "paper_id": paper.pk,
                "code": FOOD,
                "step": "1",
                "fact": "name",
                "act": "confirm",
                "move": "accept",
                "city": "leshan",
                "identifier": "1",
            }
        )


@pytest.fixture
def street(db: None, now: dt.datetime, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Street:
    monkeypatch.setattr(moments, "now", lambda: now)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    world = World(now)
    world.applicant.name = SECRETS[0]
    world.applicant.save(update_fields=["name"])
    return Street(world)


def calls(browser: Client, street: Street, routes: list[Route], **headers: str) -> Iterator[tuple[str, Any]]:
    for route in routes:
        for method in route.methods:
            address = street.address(route)
            body = b"{}" if address.startswith("/api/") else b""
            kind = "application/json" if body else "application/x-www-form-urlencoded"
            sent = {"Idempotency-Key": "a-guess-at-a-key", "If-Match": '"1.zh"', **headers}
            yield (
                f"{method} {address}",
                browser.generic(method, address, body, content_type=kind, headers=sent),
            )


def closed_routes() -> list[Route]:
    return [route for route in all_routes() if route.right is not None and route.right.name != "anyone"]


@pytest.mark.proves("FX.3")
def test_nobody_comes_in_without_the_right(street: Street) -> None:
    """A guest is asked to sign in or refused, before anything is looked up."""
    let_in = {
        call: answer.status_code
        for call, answer in calls(Client(), street, closed_routes())
        if answer.status_code not in (302, 303, 401, 403, 405)
    }
    assert let_in == {}


@pytest.mark.proves("FX.3")
@pytest.mark.parametrize("who", STRANGERS[:3])
def test_a_guessed_number_shows_nothing(street: Street, who: str) -> None:
    """Whoever is signed in and knows the number of somebody's case: it does not exist for him."""
    cast = Cast(street.world)
    account = Account.objects.get(pk=cast.actor(who, street.case).account_id)
    routes = [route for route in closed_routes() if OBJECTS & set(route.names)]
    assert len(routes) > 50
    token = {"Authorization": f"Bearer {caller_of(account, street.world.now).token}"}
    before = (street.case.version, street.draft.version)
    told = [
        *calls(signed_in(account), street, [each for each in routes if not each.path.startswith("api/")]),
        *calls(Client(), street, [each for each in routes if each.path.startswith("api/")], **token),
    ]
    for call, answer in told:
        assert answer.status_code < 500, call
        shown = b"" if answer.streaming else answer.content
        assert not any(secret.encode() in shown for secret in SECRETS), call
        assert answer.status_code not in (200, 201, 204), f"{call}: {answer.status_code}"
    street.case.refresh_from_db()
    street.draft.refresh_from_db()
    assert (street.case.version, street.draft.version) == before
