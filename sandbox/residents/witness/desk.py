"""The witness's counter.

A ledger is known by the key that signs it, as a transparency log is. Heads carry their own signatures, so
no secret is asked of the caller.
"""

import hashlib
from dataclasses import replace

from cryptography.hazmat.primitives import serialization
from pydantic import Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.answers import Form, Problem, read_form
from sandbox.faults import FaultKind
from sandbox.keys import ed25519_key
from sandbox.pages import page
from sandbox.resident import Resident, fault_of
from sandbox.residents.witness.heads import Witnessed, base64_text, raw, read_head
from sandbox.residents.witness.memory import LedgerMemory
from sandbox.settings import Settings

PAGE = 100


class Submission(Form):
    """``consistency`` is the RFC 9162 proof, in hex, from the witnessed head of ``from_size``."""

    body: str = Field(max_length=2000)
    signature: str = Field(max_length=200)
    public_key: str = Field(max_length=100)
    from_size: int | None = Field(default=None, ge=0)
    consistency: list[str] | None = Field(default=None, max_length=130)


class WitnessDesk:
    def __init__(self, settings: Settings) -> None:
        self.directory = settings.state / "witness"
        self.key = ed25519_key(self.directory / "key.pem")
        self.public_key = self.key.public_key().public_bytes(
            serialization.Encoding.Raw, serialization.PublicFormat.Raw
        )
        self.key_id = hashlib.sha256(self.public_key).hexdigest()[:16]
        self.ledgers: dict[str, LedgerMemory] = {}
        for place in sorted((self.directory / "ledgers").glob("*/heads.jsonl")):
            self.ledgers[place.parent.name] = self._memory(place.parent.name)

    def resident(self) -> Resident:
        return Resident(
            name="witness",
            title="账本见证人",
            about="收下账本的签名树头,会签后永久保存;同一大小的第二个树根一律拒绝。",
            api=(
                Route("/v1/key", self.show_key, methods=["GET"]),
                Route("/v1/heads", self.submit, methods=["POST"]),
                Route("/v1/heads", self.listing, methods=["GET"]),
                Route("/v1/heads/latest", self.latest, methods=["GET"]),
            ),
            pages=(Route("/log", self.log_page, methods=["GET"]),),
            page="/witness/log",
            own_ways={FaultKind.WRONG: ("signature", "other_root")},
            state=lambda: (
                f"{len(self.ledgers)} 本账,{sum(len(m.heads) for m in self.ledgers.values())} 个树头"
            ),
        )

    async def show_key(self, request: Request) -> Response:
        return JSONResponse({"key": self.key_id, "public_key": base64_text(self.public_key)})

    async def submit(self, request: Request) -> Response:
        sent = await read_form(request, Submission)
        head = read_head(sent.body, sent.signature)
        memory = self.ledgers.get(head.key) or self._memory(head.key)
        witnessed, is_new = memory.witness(
            head,
            public_key=_public_key(sent.public_key),
            proof=_proof(sent.consistency),
            from_size=sent.from_size,
        )
        self.ledgers[head.key] = memory
        witnessed = _spoilt(witnessed, fault_of(request, FaultKind.WRONG))
        return JSONResponse(witnessed.record(), status_code=201 if is_new else 200)

    async def latest(self, request: Request) -> Response:
        memory = self._known(request)
        if memory.latest is None:
            raise Problem(404, "unknown_ledger", "No head of this key was ever witnessed.")
        return JSONResponse(memory.latest.record())

    async def listing(self, request: Request) -> Response:
        """Heads after ``epoch``/``after_size`` in order, at most a hundred, and whether there are more."""
        memory = self._known(request)
        after = _number(request, "epoch", 0), _number(request, "after_size", -1)
        later = sorted(place for place in memory.heads if place > after)
        heads = [memory.heads[place].record() for place in later[:PAGE]]
        return JSONResponse({"heads": heads, "more": len(later) > PAGE})

    async def log_page(self, request: Request) -> Response:
        rows = [
            (name, memory.heads[place])
            for name, memory in self.ledgers.items()
            for place in sorted(memory.heads, reverse=True)[:50]
        ]
        return page(request, "witness.html", rows=rows, key_id=self.key_id)

    def _known(self, request: Request) -> LedgerMemory:
        memory = self.ledgers.get(request.query_params.get("key", ""))
        if memory is None:
            raise Problem(404, "unknown_ledger", "No head of this key was ever witnessed.")
        return memory

    def _memory(self, ledger: str) -> LedgerMemory:
        return LedgerMemory(self.directory / "ledgers" / ledger, key=self.key, key_id=self.key_id)


def _spoilt(witnessed: Witnessed, way: str | None) -> Witnessed:
    if way == "signature":
        return replace(witnessed, countersignature=base64_text(bytes(64)))
    if way == "other_root":
        return replace(witnessed, statement=witnessed.statement.replace(witnessed.head.root, "0" * 64))
    return witnessed


def _public_key(text: str) -> bytes:
    key = raw(text)
    if len(key) != 32:
        raise Problem(422, "invalid_body", "An Ed25519 public key has 32 bytes.", fields=["public_key"])
    return key


def _proof(nodes: list[str] | None) -> list[bytes] | None:
    if nodes is None:
        return None
    try:
        return [bytes.fromhex(node) for node in nodes]
    except ValueError:
        raise Problem(422, "invalid_body", fields=["consistency"]) from None


def _number(request: Request, name: str, default: int) -> int:
    try:
        return int(request.query_params.get(name, default))
    except ValueError:
        raise Problem(400, "invalid_query", fields=[name]) from None
