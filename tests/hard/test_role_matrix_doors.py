"""The table of who may do what, tried at every door: pages and API, every role at every kind of place, every move
and state. What is offered, what is refused, and that a refusal changes nothing.

The table itself stands in ``test_role_matrix``. A door is narrower than the table: whoever may not see a case
is told that there is none.

Every door that opens is tried each time, and of the thousands that must stay shut every twenty-fourth, others each day;
``ROLE_MATRIX=whole`` (``make fuzz``) tries them all.
"""

import datetime as dt
import itertools
import os
import random
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from leyiban.cases import operations as cases
from leyiban.cases.answers import read_answers
from leyiban.cases.models import Case
from leyiban.cases.queries import officers_for
from leyiban.cases.rules.intake import Defect
from leyiban.cases.states import CaseState as S
from leyiban.kernel import moments
from leyiban.kernel.actors import Channel, Role, system_actor
from leyiban.kernel.ledger.models import Entry
from leyiban.people import operations as people
from leyiban.people.models import Account, Agency, Post, Region
from leyiban.people.queries import actor_for
from leyiban.web.edge import new_once
from tests.api.caller import caller_of
from tests.api.city import PDF
from tests.cases.world import World
from tests.hard.test_role_matrix import (
    APPLICANT,
    ELSEWHERE,
    GUEST,
    HERE,
    PLACES,
    SAME_HALL,
    STRANGER,
    TABLE,
    TURN,
)
from tests.people.people import proven
from tests.web.journey.traveller import signed_in

ITEM = "public-place-hygiene"  # it has a special procedure
WORDS = "材料真实,符合条件。"
# Done by no person, or not by a move of its own: a draft is handed in; deciding on the spot is deciding.
NOT_AT_THESE_DOORS = {"submit", "supplement", "decide_on_spot"}
BY_PEOPLE = sorted(
    name
    for name, (who, _) in TABLE.items()
    if name not in NOT_AT_THESE_DOORS and (who == "turn" or any(isinstance(each, tuple) for each in who))
)
REFUSED = {401, 403, 404, 409}
BY_ITS_FORM = 422  # a page looks at its form first; whoever sees the case may be told what is missing in it
# An open door may still say that it cannot be done now; before the first task of a plan there is none to go back to.
# A record is signed by who is named in it: at these doors nobody is, and test_site_checks goes through them.
MAY_HAPPEN = {"send_back": {404, 409}, "sign_site_check": {403, 404, 409}}
SHARE = 1 if os.environ.get("ROLE_MATRIX") == "whole" else 24
MADE = {200, 303}


@dataclass
class Town:
    """One case in each state, and everybody who may come to a door."""

    world: World
    cases: dict[S, Case] = field(default_factory=dict)
    accounts: dict[object, Account | None] = field(default_factory=dict)
    browsers: dict[object, Client] = field(default_factory=dict)
    tokens: dict[object, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.cases = {
            S.SUBMITTED: self._heard(self._submitted()),
            S.CORRECTION_NOTIFIED: self._asked_to_correct(),
            S.UNDER_REVIEW: self.world.accept(self._heard(self._submitted())),
            S.SPECIAL_PROCEDURE: self._special(),
            S.DECIDED: self._decided(),
            S.READY: self._ready(),
        }
        self.accounts = dict(self._people())
        for name, account in self.accounts.items():
            self.browsers[name] = signed_in(account) if account else Client()
            self.tokens[name] = caller_of(account, self.world.now).token if account else ""

    def _submitted(self) -> Case:
        return self.world.submitted(ITEM)

    def _heard(self, case: Case) -> Case:
        """Its applicant was told of a warning and let his say pass, so that one may be given."""
        self.world.waive(self.world.announce_warning(case))
        return case

    def _asked_to_correct(self) -> Case:
        case = self._submitted()
        defects = [Defect(target_of(case), "不清楚", "请重新填写")]
        return self.world.do(cases.notify_correction, case, Role.WINDOW_CLERK, defects=defects)

    def _special(self) -> Case:
        case = self.world.accept(self._submitted())
        procedure = next(iter(case.limits["pause_grounds"]))
        return self.world.do(cases.start_special, case, Role.DECIDER, procedure=procedure)

    def _decided(self) -> Case:
        case = self.world.accept(self._submitted())
        for task in case.tasks[:-1]:
            case = self.world.opinion(case, Role(task["by"]))
        return self.world.decide(case)

    def _ready(self) -> Case:
        case = self._decided()
        Case.objects.filter(pk=case.pk).update(state=S.READY, delivery_way="window")
        return Case.objects.get(pk=case.pk)

    def _people(self) -> Iterator[tuple[object, Account | None]]:
        yield APPLICANT, self.world.citizen
        yield STRANGER, proven(self.world.now, name="李丽", level=3)
        yield GUEST, None
        own = self.cases[S.SUBMITTED]
        homes = {HERE: own.agency, SAME_HALL: self._office(own, same=True), ELSEWHERE: self._office(own)}
        for role, place in itertools.product(Role, PLACES):
            yield (role, place), self._hired(role, homes[place], own if place == HERE else None)

    def _office(self, case: Case, *, same: bool = False) -> Agency:
        others = Agency.objects.exclude(pk=case.agency_id).order_by("pk")
        county = case.region[:6]
        found = (
            others.filter(region__code=county)
            if same
            else others.exclude(region__code__startswith=county[:6])
        )
        return found.exclude(region__code__endswith="00").first() or found.get()

    def _hired(self, role: Role, agency: Agency, case: Case | None) -> Account:
        account = people.open_staff_account(
            username=f"door-{role}-{agency.pk}",
            display_name="某某",
            password="correct horse battery",
            actor=system_actor(),
            now=self.world.now,
        )
        own = case.route.get(role.value) if case else None
        post = Post.objects.filter(pk=own).first() or Post.objects.create(
            code=f"door-{role}-{agency.pk}",
            name=role.value,
            agency=agency,
            region=Region.objects.get(code=agency.region.code),
            role=role,
        )
        people.assign_post(account=account, post=post, actor=system_actor(), now=self.world.now)
        assert actor_for(account, channel=Channel.WORKBENCH, now=self.world.now).posts
        return account


def target_of(case: Case) -> str:
    """A question that may have to be put right."""
    return f"form.{case.item_version.rulefile.questions()[0].key}"


def at(name: object, place: str) -> bool:
    return isinstance(name, tuple) and name[1] == place


def expected(name: object, move: str, state: S) -> bool:
    """Whether this door opens: the table's answer, for whoever sees the case at all."""
    who, states = TABLE[move]
    allowed = TURN.get(state, set()) if who == "turn" else who
    return state in states and name in allowed and (name == APPLICANT or at(name, HERE))


def body_of(move: str, case: Case) -> dict[str, Any]:
    """What the API takes for a move that is in order."""
    plan = case.item_version.rulefile.plan
    task = case.task or plan.in_order()[-1].key
    points = {point.key: "yes" for each in plan.tasks if each.key == task for point in each.points}
    question = target_of(case).removeprefix("form.")
    defects = [{"target": target_of(case), "what": "不清楚", "how": "请重新填写"}]
    return {
        "refuse": {"ground": "not_required", "reasons": WORDS},
        "notify_correction": {"defects": defects},
        "request_again": {"defects": defects, "reason": WORDS},
        "correct_on_spot": {"answers": {question: read_answers(case.answers)[question]}},
        "give_opinion": {"conclusion": "agree", "points": points, "text": WORDS},
        "record_site_check": {
            "officers": [
                each.pseudonym for each in officers_for(case, now=case.accepted_at or case.received_at)
            ],
            "checked_at": (case.accepted_at or case.received_at).isoformat(),
            "place": WORDS,
            "findings": WORDS,
            "conclusion": "agree",
            "points": points,
        },
        "send_back": {"to_task": case.tasks[0]["key"], "text": WORDS},
        "decide": {"decision": "grant", "points": points, "reasons": WORDS},
        "start_special": {"procedure": next(iter(case.limits["pause_grounds"]), "hearing")},
        "extend": {"reason": WORDS},
        "warn": {"reasons": WORDS},
        "withdraw_warning": {"reason": WORDS},
        "terminate": {"ground": "matter_gone", "reasons": WORDS},
        "deliver": {"way": "window", "evidence": "sha256:" + "0" * 64},
    }.get(move, {})


def typed_for(move: str, case: Case) -> dict[str, Any]:
    """The same as a page's form sends it."""
    points = {f"point.{move}.{key}": value for key, value in body_of("give_opinion", case)["points"].items()}
    slip = SimpleUploadedFile("slip.pdf", PDF, "application/pdf")
    return {
        "refuse": {"refuse.ground": "not_required", "refuse.reasons": WORDS},
        "notify_correction": {"defect": [target_of(case)], f"what.{target_of(case)}": WORDS},
        "request_again": {"defect": [target_of(case)], "again.reason": WORDS},
        "give_opinion": {**points, "opinion.text": WORDS},
        "send_back": {"back.task": case.tasks[0]["key"], "back.text": WORDS},
        "decide": {**points, "decide.decision": "grant", "decide.reasons": WORDS},
        "start_special": {"special.procedure": body_of("start_special", case)["procedure"]},
        "extend": {"extend.reason": WORDS},
        "warn": {"warn.reasons": WORDS},
        "withdraw_warning": {"unwarn.reasons": WORDS},
        "terminate": {"end.ground": "matter_gone", "end.reasons": WORDS},
        "deliver": {"deliver.way": "window", "deliver.slip": slip},
    }.get(move, {})


def at_the_api(town: Town, name: object, move: str, case: Case) -> int:
    headers = {"Idempotency-Key": new_once(), "If-Match": f'"{case.version}.zh"'}
    if town.tokens[name]:
        headers["Authorization"] = f"Bearer {town.tokens[name]}"
    at = f"/api/v1/cases/{case.number}/moves/{move}"
    answer = Client().post(at, body_of(move, case), content_type="application/json", headers=headers)
    return int(answer.status_code)


def at_a_page(town: Town, name: object, move: str, case: Case) -> int:
    hidden = {"once": new_once(), "version": str(case.version)}
    if move == "withdraw" and name in (APPLICANT, STRANGER, GUEST):
        at = f"/cases/{case.number}/withdraw"
    elif move == "correct_on_spot":
        at = f"/workbench/cases/{case.number}/spot"
    else:
        at = f"/workbench/cases/{case.number}/moves/{move}"
    return int(town.browsers[name].post(at, {**hidden, **typed_for(move, case)}).status_code)


DOORS = {"API": at_the_api, "page": at_a_page}


@pytest.mark.slow
@pytest.mark.proves("FX.3")
@pytest.mark.usefixtures("db")
def test_every_door_keeps_the_table(now: dt.datetime, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    monkeypatch.setattr(moments, "now", lambda: now)
    settings.THROTTLES = dict.fromkeys(settings.THROTTLES, (10**9, 900))
    town = Town(World(now))
    wrong, counted = [], Counter[str]()
    chance = random.Random(dt.date.today().toordinal())
    for state, name, move, door in itertools.product(town.cases, town.accounts, BY_PEOPLE, DOORS):
        case, opens = town.cases[state], expected(name, move, state)
        if not opens and chance.randrange(SHARE):
            continue
        entries = Entry.objects.count()
        with transaction.atomic():
            status = DOORS[door](town, name, move, case)
            changed = Case.objects.get(pk=case.pk).version != case.version or Entry.objects.count() != entries
            transaction.set_rollback(True)
        counted[door] += 1
        counted[f"{door}, moved"] += status in MADE and changed
        if opens and status in REFUSED - MAY_HAPPEN.get(move, {409}):
            wrong.append(f"{door}: {name} · {move} · {state}: refused with {status}")
        refused = REFUSED | {BY_ITS_FORM} if door == "page" and at(name, HERE) else REFUSED
        if not opens and (changed or status not in refused):
            wrong.append(
                f"{door}: {name} · {move} · {state}: {status}{', and it changed' if changed else ''}"
            )
    told = ", ".join(f"{name} {count}" for name, count in sorted(counted.items()))
    sys.stdout.write(f"tried at doors: {told}; {len(town.accounts)} people, {len(BY_PEOPLE)} moves\n")
    assert not wrong, "\n".join(wrong)
    assert min(counted["API, moved"], counted["page, moved"]) > len(BY_PEOPLE)


@pytest.mark.proves("FX.3")
@pytest.mark.usefixtures("db")
def test_what_is_offered_is_what_the_table_says(now: dt.datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moments, "now", lambda: now)
    town = Town(World(now))
    wrong, pairs = [], 0
    for (state, case), name in itertools.product(town.cases.items(), town.accounts):
        headers = {"Authorization": f"Bearer {town.tokens[name]}"} if town.tokens[name] else {}
        answer = Client().get(f"/api/v1/cases/{case.number}/moves", headers=headers)
        offered = {each["name"] for each in answer.json().get("items", [])}
        for move in BY_PEOPLE:
            pairs += 1
            if (move in offered) and not expected(name, move, state):
                wrong.append(f"{name} · {move} · {state}: offered")
    sys.stdout.write(f"{pairs} pairs of person and move looked at as offered\n")
    assert wrong == []
