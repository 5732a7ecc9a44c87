#!/usr/bin/env python3
"""Draw a Leyiban draw again, with nothing but Python: python3 redraw.py record.json

Reads the public record of a draw (format leyiban-draw/1) and checks it step by step: the digest of the seed, the
commitment over list and rule, every sealed contribution, and the draw itself. Exit code 0: the record is true.
Compare the commitment with the ledger's entry draw.committed of the same number; this file cannot do that for you.

How a draw works. The entrants, in the order of their tokens, are leaves of a Merkle tree (RFC 9162). Numbers come from
SHA-256(seed || counter), read byte by byte; superfluous high bits are dropped and a number that is too large is thrown
away. Each seat goes to one of those who are left, with a chance in proportion to his weight.
"""

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def canonical(form: Any) -> bytes:
    return json.dumps(form, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def digest(form: Any) -> str:
    return hashlib.sha256(canonical(form)).hexdigest()


def root(leaves: list[bytes]) -> bytes:
    if len(leaves) == 1:
        return leaves[0]
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + root(leaves[:half]) + root(leaves[half:])).digest()


def numbers(seed: bytes) -> Iterator[int]:
    counter = 0
    while True:
        yield from hashlib.sha256(seed + counter.to_bytes(8, "big")).digest()
        counter += 1


def below(limit: int, stream: Iterator[int]) -> int:
    bits = (limit - 1).bit_length()
    while True:
        size = (bits + 7) // 8
        number = int.from_bytes(bytes(next(stream) for _ in range(size)), "big") & ((1 << bits) - 1)
        if number < limit:
            return number


def draw(entrants: list[tuple[str, int]], seed: bytes, seats: int) -> list[str]:
    left, stream = list(entrants), numbers(seed)
    winners: list[str] = []
    while left and len(winners) < seats:
        number = below(sum(weight for _, weight in left), stream)
        for place, (token, weight) in enumerate(left):  # noqa: B007 - used after the loop
            if number < weight:
                break
            number -= weight
        winners.append(token)
        del left[place]
    return winners


def check(record: dict[str, Any]) -> list[str]:
    """What is untrue, in words; an empty list: the record is true."""
    if record.get("format") != "leyiban-draw/1":
        return ["this is no record of a draw that I know"]
    number, rule = record["draw"], record["rule"]
    entrants = sorted((token, weight) for token, weight in record["entrants"])
    wrong = []
    if digest({"draw": number, "seed": record["seed"], "what": "lot-seed/1"}) != record["seed_digest"]:
        wrong.append("the seed is not the one whose digest was published beforehand")
    leaves = [
        hashlib.sha256(b"\x00" + canonical({"token": token, "weight": weight})).digest()
        for token, weight in entrants
    ]
    bound = {
        "count": len(entrants),
        "draw": number,
        "entrants": root(leaves).hex(),
        "rule": rule,
        "seed": record["seed_digest"],
        "what": "lot-commitment/1",
    }
    if digest(bound) != record["commitment"]:
        wrong.append("the list or the rule is not the one that was committed to")
    if sorted(record["contributions"]) != sorted(rule["sources"]):
        wrong.append("a source is missing, or one too many took part")
    for source, value in record["contributions"].items():
        sealed = {"draw": number, "source": source, "value": value, "what": "lot-source/1"}
        if digest(sealed) != record["seals"].get(source):
            wrong.append(f"the contribution of {source} is not the one that it sealed")
    final = {
        "commitment": record["commitment"],
        "seed": record["seed"],
        "sources": [[name, value] for name, value in sorted(record["contributions"].items())],
        "what": "lot-draw/1",
    }
    if draw(entrants, hashlib.sha256(canonical(final)).digest(), rule["seats"]) != record["winners"]:
        wrong.append("others are drawn than the record says")
    return wrong


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print(__doc__)
        return 2
    record = json.loads(Path(arguments[0]).read_text("utf-8"))
    wrong = check(record)
    if wrong:
        print("UNTRUE:", *wrong, sep="\n- ")
        return 1
    print(f"TRUE: draw {record['draw']}, {len(record['winners'])} of {len(record['entrants'])} drawn")
    print(f"Compare with the ledger: commitment {record['commitment']}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
