"""Receipts pushed to the sender: signed, tried three times, sent twice when told to misbehave."""

import asyncio
import hashlib
import hmac
import json

import httpx

from sandbox.clock import now
from sandbox.residents.sms.carrier import TextMessage

PAUSES = (0.0, 1.0, 5.0)  # seconds before each try
TIMEOUT = 5.0


def signature(body: bytes, api_key: str) -> str:
    """HMAC-SHA256 of the body under the API key, in hex, as sent in ``Receipt-Signature``."""
    return hmac.new(api_key.encode(), body, hashlib.sha256).hexdigest()


class ReceiptPusher:
    def __init__(self, api_key: str) -> None:
        self.api_key = api_key
        self.tasks: set[asyncio.Task[None]] = set()

    def later(self, message: TextMessage, url: str, *, times: int) -> None:
        """Push the receipt once the message has settled; a lost message never does."""
        if message.settled_at is None:
            return
        wait = (message.settled_at - now()).total_seconds()
        task = asyncio.create_task(self._push(message, url, times=times, wait=max(wait, 0.0)))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _push(self, message: TextMessage, url: str, *, times: int, wait: float) -> None:
        await asyncio.sleep(wait)
        body = json.dumps(message.receipt(now())).encode()
        headers = {"Content-Type": "application/json", "Receipt-Signature": signature(body, self.api_key)}
        async with httpx.AsyncClient(timeout=TIMEOUT, trust_env=False) as client:
            for _ in range(times):
                await _post(client, url, body, headers)


async def _post(client: httpx.AsyncClient, url: str, body: bytes, headers: dict[str, str]) -> None:
    for pause in PAUSES:
        await asyncio.sleep(pause)
        try:
            answer = await client.post(url, content=body, headers=headers)
        except httpx.HTTPError:
            continue
        if answer.is_success:
            return
