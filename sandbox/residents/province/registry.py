"""The province's own register of what cities handed up, and the mailbox of its answers. Kept in a journal."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sandbox.answers import Problem
from sandbox.clock import now, written
from sandbox.journal import Journal
from sandbox.residents.province.signed import digest_of

KINDS = ("receipt", "correction", "decision", "licence")


@dataclass(slots=True)
class HandedUp:
    """A case in one round. ``package`` is the digest of the hand-over; ``said`` counts our answers."""

    registry: str
    body: dict[str, Any]
    package: str
    said: int = 0
    state: str = "waiting_for_papers"
    messages: list[dict[str, Any]] = field(default_factory=list)

    @property
    def number(self) -> str:
        return str(self.body["number"])

    @property
    def round(self) -> int:
        return int(self.body["round"])


class Register:
    """Everything is written to the journal before it is answered, and read from it at the start."""

    def __init__(self, path: Path) -> None:
        self.journal = Journal(path)
        self.cases: dict[tuple[str, int], HandedUp] = {}
        self.papers: set[str] = set()
        self.mailbox: list[dict[str, Any]] = []
        self.city_keys: set[str] = set()
        self.said: set[str] = set()
        for record in self.journal:
            self._apply(record)

    def trust(self, public_key: str) -> None:
        """The first key that speaks is the city's; another one is nobody's."""
        if not self.city_keys:
            self._keep({"what": "key", "key": public_key})
        if public_key not in self.city_keys:
            raise Problem(422, "unknown_key", "This city is known by another key.")

    def keep_paper(self, digest: str) -> None:
        if digest not in self.papers:
            self._keep({"what": "paper", "digest": digest})
        for case in self.cases.values():
            self._receive_if_complete(case)

    def take(self, text: str) -> tuple[HandedUp, bool]:
        """A message of the city. The same message again changes nothing; another one under its name is refused."""
        message = json.loads(text)
        place, digest = (str(message["number"]), int(message["round"])), digest_of(text)
        case = self.cases.get(place)
        if digest in self.said and case is not None:
            return case, False
        if len(message["papers"]) != message["count"]:
            raise Problem(422, "papers_miscounted", "The count is not that of the papers listed.")
        if message["kind"] == "handover":
            if case is not None:
                raise Problem(409, "other_handover", "This round was handed up with another content.")
            registry = f"川受{now():%Y%m%d}{len(self.cases) + 1:05d}"
            self._keep({"what": "handover", "text": text, "registry": registry})
        elif case is None:
            raise Problem(425, "too_early", "Nothing was handed up under this number yet.")
        else:
            self._keep({"what": "message", "text": text})
        self._receive_if_complete(self.cases[place])
        return self.cases[place], True

    def say(self, case: HandedUp, kind: str, **more: Any) -> None:
        """Put an answer into the mailbox, the next of this case."""
        self._keep(
            {
                "what": "answer",
                "number": case.number,
                "round": case.round,
                "sequence": case.said + 1,
                "kind": kind,
                "said_at": written(now()),
                "more": more,
            }
        )

    def say_again(self, position: int) -> None:
        """The city could not use what stood there: the same answer at a new place."""
        if 1 <= position <= len(self.mailbox):
            self._keep({"what": "again", "position": position})

    def listing(self, after: int, limit: int) -> list[dict[str, Any]]:
        return self.mailbox[after : after + limit]

    def _receive_if_complete(self, case: HandedUp) -> None:
        listed = {paper["digest"] for message in (case.body, *case.messages) for paper in message["papers"]}
        if case.state == "waiting_for_papers" and listed <= self.papers:
            self.say(case, "receipt", counted=len(case.body["papers"]))

    def _keep(self, record: dict[str, Any]) -> None:
        self.journal.append(record)
        self._apply(record)

    def _apply(self, record: dict[str, Any]) -> None:
        match record["what"]:
            case "key":
                self.city_keys.add(record["key"])
            case "paper":
                self.papers.add(record["digest"])
            case "handover":
                body = json.loads(record["text"])
                place = str(body["number"]), int(body["round"])
                self.cases[place] = HandedUp(record["registry"], body, digest_of(record["text"]))
                self.said.add(digest_of(record["text"]))
            case "message":
                body = json.loads(record["text"])
                case = self.cases[str(body["number"]), int(body["round"])]
                case.messages.append(body)
                case.state = "withdrawn" if body["kind"] == "withdrawal" else "reviewing"
                self.said.add(digest_of(record["text"]))
            case "answer":
                self._answer(record)
            case "again":
                old = self.mailbox[record["position"] - 1]
                self.mailbox.append({**old, "position": len(self.mailbox) + 1})

    def _answer(self, record: dict[str, Any]) -> None:
        case = self.cases[record["number"], record["round"]]
        case.said = record["sequence"]
        case.state = {"receipt": "reviewing", "correction": "asked"}.get(record["kind"], "decided")
        self.mailbox.append(
            {
                "format": "leyiban-answer/1",
                "position": len(self.mailbox) + 1,
                "number": case.number,
                "round": case.round,
                "package": case.package,
                "registry": case.registry,
                "sequence": record["sequence"],
                "kind": record["kind"],
                "said_at": record["said_at"],
                **record["more"],
            }
        )
