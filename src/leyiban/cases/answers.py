"""Answers at rest: one sealed JSON text, a salted commitment for the ledger, a stamp per question."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from leyiban.catalogue.rulefile import Value
from leyiban.kernel.actors import Actor, ActorKind
from leyiban.kernel.crypto import Hidden, commit
from leyiban.kernel.ledger.canonical import canonical_json, canonical_moment

Answers = Mapping[str, Value]
Stamps = dict[str, dict[str, str]]


class Sealed(NamedTuple):
    """``text`` to be stored sealed, ``salt`` beside it, ``digest`` for the ledger."""

    text: str
    salt: bytes
    digest: str


def seal_answers(answers: Answers) -> Sealed:
    body = canonical_json(answers)
    commitment = commit(body)
    return Sealed(body.decode(), commitment.salt, commitment.digest.hex())


def seal_words(words: str) -> Sealed:
    """The same for free text (an opinion, reasons)."""
    commitment = commit(words.encode())
    return Sealed(words, commitment.salt, commitment.digest.hex())


def read_answers(sealed: Hidden) -> dict[str, Value]:
    """What was answered; empty once it was erased."""
    text = sealed.reveal()
    answers: dict[str, Value] = json.loads(text) if text else {}
    return answers


def changed_keys(before: Mapping[str, object], after: Mapping[str, object]) -> list[str]:
    """Questions whose answer differs, in order of their keys."""
    return sorted(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))


def stamp(
    stamps: Mapping[str, dict[str, str]], keys: Iterable[str], *, actor: Actor, now: dt.datetime
) -> Stamps:
    """Who typed which answer, where and when (F1.3)."""
    by = "clerk" if actor.kind is ActorKind.STAFF else "applicant"
    mark = {"by": by, "who": actor.pseudonym, "channel": actor.channel.value, "at": canonical_moment(now)}
    return {**stamps, **dict.fromkeys(keys, mark)}
