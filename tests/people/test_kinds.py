"""The exact bytes that the ledger hashes for people. They never change: a new shape is a new version."""

import datetime as dt

import pytest

from leyiban.kernel.actors import system_actor
from leyiban.kernel.ledger.operations import Subject, prepare
from leyiban.kernel.ledger.registry import all_kinds, facts_as_json, facts_from_json, kind_of
from leyiban.people import kinds

NOW = dt.datetime(2026, 3, 9, 1, 30, tzinfo=dt.UTC)
FRAME = (
    '{"actor":{"channel":"worker","kind":"system","name":"system"},'
    '"entered_at":"2026-03-09T01:30:00.000000Z","facts":%s,'
    '"happened_at":"2026-03-09T01:30:00.000000Z","kind":"%s","subject":{"key":"k","kind":"s","seq":1}}'
)
GOLDEN: list[tuple[object, str, str]] = [
    (
        kinds.PartyRegistered(nature="natural", identity="sha256:ab"),
        "party.registered/1",
        '{"identity":"sha256:ab","nature":"natural"}',
    ),
    (kinds.PartyCorrected(identity="sha256:ab"), "party.corrected/1", '{"identity":"sha256:ab"}'),
    (
        kinds.PartyRepresented(person=None, suspended=("m1", "m2")),
        "party.represented/1",
        '{"suspended":["m1","m2"]}',
    ),
    (
        kinds.AccountOpened(account_kind="citizen", way="phone_code"),
        "account.opened/1",
        '{"account_kind":"citizen","way":"phone_code"}',
    ),
    (
        kinds.AccountBound(party="p", level=2, proof="registry"),
        "account.bound/1",
        '{"level":2,"party":"p","proof":"registry"}',
    ),
    (
        kinds.AccountReleased(party="p", reason="moved"),
        "account.released/1",
        '{"party":"p","reason":"moved"}',
    ),
    (kinds.PhoneChanged(proof="phone_code"), "account.phone_changed/1", '{"proof":"phone_code"}'),
    (kinds.PasswordChanged(act="set"), "account.password/1", '{"act":"set"}'),
    (kinds.SessionsEnded(generation=1), "account.sessions_ended/1", '{"generation":1}'),
    (kinds.SecondFactorChanged(act="set"), "account.second_factor/1", '{"act":"set"}'),
    (kinds.AccountEnded(reason="owner"), "account.closed/1", '{"reason":"owner"}'),
    (
        kinds.TokenChanged(act="issued", token=7, scopes=("read",)),
        "account.token/1",
        '{"act":"issued","scopes":["read"],"token":7}',
    ),
    (
        kinds.SystemRegistered(scopes=("openid", "profile"), redirects=("https://a.example/r",)),
        "system.registered/1",
        '{"redirects":["https://a.example/r"],"scopes":["openid","profile"]}',
    ),
    (
        kinds.SystemChanged(act="secret", scopes=("openid",), redirects=("https://a.example/r",)),
        "system.changed/1",
        '{"act":"secret","redirects":["https://a.example/r"],"scopes":["openid"]}',
    ),
    (
        kinds.ConsentChanged(act="given", system="qianwei-hall", scopes=("openid", "profile")),
        "account.consent/1",
        '{"act":"given","scopes":["openid","profile"],"system":"qianwei-hall"}',
    ),
    (
        kinds.MandateProposed(
            principal="p",
            capacity="operator",
            basis="representative",
            items=(),
            powers=("fill", "submit"),
            valid_from="2026-03-09T01:30:00+00:00",
            valid_until="2026-04-09T01:30:00+00:00",
            evidence=None,
        ),
        "mandate.proposed/1",
        '{"basis":"representative","capacity":"operator","items":[],"powers":["fill","submit"],"principal":"p",'
        '"valid_from":"2026-03-09T01:30:00+00:00","valid_until":"2026-04-09T01:30:00+00:00"}',
    ),
    (
        kinds.MandateConfirmed(principal="p", agent="a"),
        "mandate.confirmed/1",
        '{"agent":"a","principal":"p"}',
    ),
    (
        kinds.MandateSuspended(principal="p", reason="representative_changed"),
        "mandate.suspended/1",
        '{"principal":"p","reason":"representative_changed"}',
    ),
    (kinds.MandateResumed(principal="p"), "mandate.resumed/1", '{"principal":"p"}'),
    (
        kinds.MandateEnded(principal="p", reason="expired"),
        "mandate.ended/1",
        '{"principal":"p","reason":"expired"}',
    ),
    (
        kinds.PartyTakenOver(person="p", ended=("m1",), former=("p2", "p3")),
        "party.taken_over/1",
        '{"ended":["m1"],"former":["p2","p3"],"person":"p"}',
    ),
    (
        kinds.PhoneChangeAsked(effective_at="2026-03-10T01:30:00+00:00"),
        "account.phone_change_asked/1",
        '{"effective_at":"2026-03-10T01:30:00+00:00"}',
    ),
    (kinds.PhoneChangeEnded(outcome="stopped"), "account.phone_change_ended/1", '{"outcome":"stopped"}'),
    (
        kinds.AccountRecovered(party="p", proof="face"),
        "account.recovered/1",
        '{"party":"p","proof":"face"}',
    ),
    (
        kinds.PostTaken(
            account="a",
            holding_kind="regular",
            since="2026-03-09T01:30:00+00:00",
            until=None,
            allowed_by=None,
        ),
        "post.held/1",
        '{"account":"a","holding_kind":"regular","since":"2026-03-09T01:30:00+00:00"}',
    ),
    (kinds.PostLeft(account="a", reason="unused"), "post.left/1", '{"account":"a","reason":"unused"}'),
]


@pytest.mark.parametrize(("facts", "kind", "golden"), GOLDEN)
def test_golden_bytes(facts: object, kind: str, golden: str) -> None:
    entry = prepare(
        facts=facts, subject=Subject("s", "k", 1), actor=system_actor(), happened_at=NOW, entered_at=NOW
    )
    assert kind_of(facts).code == kind
    assert bytes(entry.body).decode() == FRAME % (golden, kind)
    assert facts_from_json(kind, facts_as_json(facts)) == facts


def test_every_kind_of_people_has_its_golden_bytes() -> None:
    ours = {kind.code for kind in all_kinds() if kind.schema.__module__ == kinds.__name__}

    assert ours == {code for _facts, code, _golden in GOLDEN}
