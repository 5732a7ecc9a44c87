#!/usr/bin/env python3
"""Checks what Leyiban handed out, offline: a trail, a receipt, a licence.

    verify.py TRAIL_DIRECTORY [--licence FILE.pdf] [--papers DIR] [--receipt FILE] [--key ledger-key.pem]
    verify.py --receipt FILE.pdf|FILE.json [--key ledger-key.pem]

Needs Python 3.11 and the package ``cryptography``; nothing of Leyiban itself. It shares no code with the
platform on purpose: a mistake would have to be made twice, in the same way, to stay hidden.

The public key of the city's ledger comes from --key, or from ``ledger-key.pem`` beside this file; never
from inside what is checked. Exit code: 0 all true, 1 something is not true, 2 it could not be checked.
"""

import argparse
import base64
import datetime as dt
import hashlib
import json
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

Json = Any  # whatever a file says, until it has been checked
CITY_OFFSET = dt.timedelta(hours=8)  # China has one time zone and no summer time
LICENCE_KINDS = ("case.licence_made/1", "licence.issued/1")
CLOCK_ORDER = ("start", "extend", "pause", "resume", "stop")
ONE_DAY = dt.timedelta(days=1)
MOMENT = "%Y-%m-%dT%H:%M:%S.%fZ"


class Refused(Exception):
    """What was handed in is not what the ledger's key signed."""


# What reading a file raises that has not the form it should have, whatever somebody put into it.
MALFORMED = (
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RuntimeError,
    json.JSONDecodeError,
    UnicodeError,
)


def check(condition: object, what: str) -> None:
    if not condition:
        raise Refused(what)


# --- signatures -------------------------------------------------------------------------------------


def raw(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def check_signature(key: Ed25519PublicKey, purpose: str, body: str, signature: str, what: str) -> None:
    try:
        key.verify(base64.b64decode(signature), f"leyiban-{purpose}/1\n".encode() + body.encode())
    except (InvalidSignature, ValueError) as error:
        raise Refused(f"{what}: the signature is not of the ledger's key") from error


def desk_key(head_key: Ed25519PublicKey, signed: Json, purpose: str) -> Ed25519PublicKey:
    """The key of the desk that signed, after checking that the head key vouches for it."""
    delegation = signed["delegation"]
    check_signature(head_key, "delegation", delegation["body"], delegation["signature"], "delegation")
    granted = json.loads(delegation["body"])
    check(purpose in granted["purposes"], f"the desk's key may not sign a {purpose}")
    return Ed25519PublicKey.from_public_bytes(base64.b64decode(granted["key"]))


def open_signed(head_key: Ed25519PublicKey, signed: Json, purpose: str) -> Json:
    key = desk_key(head_key, signed, purpose)
    check_signature(key, purpose, signed["body"], signed["signature"], purpose)
    return json.loads(signed["body"])


# --- Merkle tree (RFC 9162) ---------------------------------------------------------------------------


def leaf_hash(body: str) -> bytes:
    return hashlib.sha256(b"\x00" + body.encode()).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_by_path(leaf: bytes, position: int, size: int, path: list[bytes]) -> bytes:
    """Recompute the root by walking down from the whole tree, then folding the path back up."""
    turns, start, end = [], 0, size
    while end - start > 1:
        split = start + (1 << ((end - start - 1).bit_length() - 1))
        goes_left = position < split
        turns.append(goes_left)
        start, end = (start, split) if goes_left else (split, end)
    check(len(turns) == len(path), "a proof has not the length its place demands")
    digest = leaf
    for goes_left, sibling in zip(reversed(turns), path, strict=True):
        digest = node_hash(digest, sibling) if goes_left else node_hash(sibling, digest)
    return digest


# --- trail ----------------------------------------------------------------------------------------------


def check_head(key: Ed25519PublicKey, signed: Json) -> Json:
    check_signature(key, "head", signed["body"], signed["signature"], "head")
    return json.loads(signed["body"])


def check_entries(proven: list[Json], head: Json, what: str) -> list[Json]:
    """Every entry is where it says it is, under the head. Returns the opened entries."""
    root = bytes.fromhex(head["root"])
    for entry in proven:
        position = entry["position"]
        check(0 <= position < head["size"], f"{what}: an entry lies outside the head's tree")
        path = [bytes.fromhex(sibling) for sibling in entry["path"]]
        computed = root_by_path(leaf_hash(entry["body"]), position, head["size"], path)
        check(computed == root, f"{what}: entry at position {position} is not under the signed head")
    return [json.loads(entry["body"]) for entry in proven]


def check_manifest(manifest: Json, trail: Json, head: Json, entries: list[Json]) -> None:
    """The signed list of contents fits: nothing removed, nothing added, nothing swapped."""
    check(manifest["epoch"] == head["epoch"], "the head is of another epoch than the trail")
    digest = hashlib.sha256(trail["head"]["body"].encode()).hexdigest()
    check(manifest["head"] == digest, "the head is not the one this trail was exported under")
    for part in ("entries", "context"):
        leaves = [leaf_hash(entry["body"]).hex() for entry in trail[part]]
        check(manifest[part] == leaves, f"{part}: removed, added or swapped since the export")
    check(entries, "a trail without an entry")
    for seq, entry in enumerate(entries, start=1):
        subject = {name: entry["subject"][name] for name in ("key", "kind")}
        check(subject == manifest["subject"], "an entry of another subject")
        check(entry["subject"]["seq"] == seq, f"entry {seq} of the trail is missing or out of place")
    positions = [entry["position"] for entry in trail["entries"]]
    check(positions == sorted(set(positions)), "the entries are not in the order of the ledger")


def check_trail(directory: Path, key: Ed25519PublicKey) -> tuple[Json, list[Json], list[Json]]:
    trail = json.loads((directory / "trail.json").read_text(encoding="utf-8"))
    check(trail["format"] == "leyiban-trail/1", "not a trail of a version this verifier knows")
    head = check_head(key, trail["head"])
    entries = check_entries(trail["entries"], head, "trail")
    context = check_entries(trail["context"], head, "context")
    check_manifest(open_signed(key, trail["manifest"], "trail"), trail, head, entries)
    return head, entries, context


# --- licences and receipts ------------------------------------------------------------------------------


def digest_of(path: Path) -> str:
    return "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()


def entry_that_knows(path: Path, entries: list[Json]) -> Json:
    """The first entry whose facts name this very file."""
    digest = digest_of(path)
    for entry in entries:
        if digest in json.dumps(entry["facts"]):
            return entry
    raise Refused(f"{path.name}: no entry of this trail knows this file ({digest[:23]}…)")


def licence_entry(path: Path, entries: list[Json]) -> Json:
    """The entry by which the office issued this very file as a licence. What an applicant handed in is known to
    the trail as well, and is no licence for that."""
    digest = digest_of(path)
    for entry in entries:
        facts, kind = entry["facts"], entry["kind"]
        issued = kind in LICENCE_KINDS or (kind == "case.paper_issued/1" and facts["template"] == "licence")
        if issued and facts["digest"] == digest:
            return entry
    raise Refused(f"{path.name}: no licence that this trail issued ({digest[:23]}…)")


def check_papers(directory: Path, entries: list[Json]) -> int:
    """Every file of the directory is one that was handed in or issued in this case. Returns how many."""
    files = sorted(path for path in directory.rglob("*") if path.is_file())
    for path in files:
        entry_that_knows(path, entries)
    return len(files)


def unpacked(part: bytes) -> bytes:
    """A stream of a PDF, decompressed where it is compressed; never more than a receipt can be long."""
    try:
        return zlib.decompressobj().decompress(part, 1_000_000)
    except zlib.error:
        return part


def read_receipt(path: Path) -> Json:
    """A receipt's JSON, from a .json file or from inside the PDF that carries it."""
    content = path.read_bytes()
    if not content.startswith(b"%PDF"):
        return json.loads(content)
    for part in content.split(b"stream")[1:]:
        part = unpacked(part.lstrip(b"\r\n"))
        if part.lstrip().startswith(b"{") and b"leyiban-receipt/1" in part:
            return json.JSONDecoder().raw_decode(part.decode(errors="ignore").lstrip())[0]
    raise Refused(f"{path.name}: no receipt inside")


def check_receipt(path: Path, key: Ed25519PublicKey, trail: list[Json] | None) -> tuple[str, Json]:
    """("included" | "promised", the receipt's entry)."""
    receipt = read_receipt(path)
    check(receipt["format"] == "leyiban-receipt/1", "not a receipt of a version this verifier knows")
    said = open_signed(key, receipt["promise"], "promise")
    leaf = leaf_hash(receipt["entry"]).hex()
    check(said["leaf"] == leaf, "the receipt's promise is for another entry")
    entry = json.loads(receipt["entry"])
    if trail is None:
        return f"promised (within {said['maximum_delay_seconds']} s of {said['promised_at']})", entry
    check(entry in trail, "the receipt's entry is not in the trail: the promise was broken")
    return "included", entry


# --- the clock --------------------------------------------------------------------------------------------


class CalendarEnds(Exception):
    """The calendar has no table for the year."""


def moment(text: str) -> dt.datetime:
    return dt.datetime.strptime(text, MOMENT).replace(tzinfo=dt.UTC)


def city_day(text: str) -> dt.date:
    return (moment(text) + CITY_OFFSET).date()


def is_working_day(calendar: Json, day: dt.date) -> bool:
    layers = calendar["layers"]
    announcing = [layer["years"] for layer in layers if layer["years"]]
    if not announcing or not all(day.year in years for years in announcing):
        raise CalendarEnds(day.year)
    for layer in layers:
        kind = layer["days"].get(day.isoformat())
        if kind is not None:
            return bool(kind == "workday")
    return day.isoweekday() <= 5


def office_hour(calendar: Json, day: dt.date, which: int) -> dt.datetime:
    """Opening (1) or closing (2) of that day, in UTC."""
    rows = next(layer["hours"] for layer in calendar["layers"] if layer["hours"])
    valid = [row for row in sorted(rows) if row[0] <= day.isoformat()] or [min(rows)]
    hour, minute = valid[-1][which].split(":")
    return dt.datetime(day.year, day.month, day.day, int(hour), int(minute), tzinfo=dt.UTC) - CITY_OFFSET


def received_day(calendar: Json, text: str) -> dt.date:
    day = city_day(text)
    said = [layer["late_counts_next_day"] for layer in calendar["layers"] if "late_counts_next_day" in layer]
    if said and not said[0]:
        return day
    if is_working_day(calendar, day) and moment(text) <= office_hour(calendar, day, 2):
        return day
    day += ONE_DAY
    while not is_working_day(calendar, day):
        day += ONE_DAY
    return day


def read_clock(events: list[Json]) -> tuple[Json, int, list[Json]]:
    """(start, whole amount, pauses as [from, to or None], stop) of one clock, rules of law held against it."""
    moved = sorted((each["entered_at"], each["happened_at"]) for each in events if each["kind"] == "redate")
    begun = {"happened_at": moved[-1][1]} if moved else {}  # the correction that was entered last holds
    lived = (each for each in events if each["kind"] != "redate")
    events = [each | begun if each["kind"] == "start" else each for each in lived]
    events.sort(key=lambda event: (event["happened_at"], CLOCK_ORDER.index(event["kind"])))
    check(events and events[0]["kind"] == "start", "a clock that moves before it starts")
    start, amount, extended = events[0], events[0]["amount"], False
    pauses: list[Json] = []
    running: dict[str, list[Json]] = {}
    for event in events[1:]:
        kind, ground = event["kind"], event.get("ground", "")
        if kind == "start":
            raise Refused("a clock that starts twice")
        if kind == "extend":
            check(not extended and event["unit"] == start["unit"], "an extension that the law does not allow")
            extended, amount = True, amount + event["amount"]
        elif kind == "pause":
            check(ground in start.get("grounds", []), f"a pause on a ground that is not listed: {ground}")
            on_time = event.get("evidence") and event.get("evidence_at", "9") <= event["happened_at"]
            check(on_time, "a pause without a notice that came before it")
            pauses.append([event["happened_at"], None])
            running.setdefault(ground, []).append(pauses[-1])
        elif kind == "resume":
            check(running.get(ground), f"a clock that resumes without a pause: {ground}")
            running[ground].pop(0)[1] = event["happened_at"]
        else:
            for pause in pauses:
                pause[1] = pause[1] or event["happened_at"]
            break
    return start, amount, pauses


def due_by_days(start: Json, amount: int, pauses: list[Json], calendar: Json) -> dt.datetime | None:
    day = (
        received_day(calendar, start["happened_at"])
        if start.get("receipt")
        else city_day(start["happened_at"])
    )
    paused, standstill = set(), None
    for since, until in pauses:
        at = city_day(since)
        if moment(since) > office_hour(calendar, at, 2):
            at += ONE_DAY
        if until is None:
            standstill = min(standstill or at, at)
        while until is not None and at <= city_day(until):
            paused.add(at)
            at += ONE_DAY
    if start["unit"] == "month":
        month = day.year * 12 + day.month - 1 + amount
        first_of_next = dt.date((month + 1) // 12, (month + 1) % 12 + 1, 1)
        last = first_of_next - ONE_DAY
        amount = (last.replace(day=min(day.day, last.day)) - day).days
    while amount:
        day += ONE_DAY
        if standstill and day >= standstill:
            return None
        counts = start["unit"] != "working_day" or day in paused or is_working_day(calendar, day)
        amount -= counts and day not in paused
    while not (standstill and day >= standstill) and (day in paused or not is_working_day(calendar, day)):
        day += ONE_DAY
    return None if standstill and day >= standstill else office_hour(calendar, day, 2)


def due_by_the_hour(start: Json, amount: int, pauses: list[Json], calendar: Json) -> dt.datetime | None:
    left = dt.timedelta(**{start["unit"] + "s": amount})
    at = moment(start["happened_at"])
    if start.get("receipt"):
        day = received_day(calendar, start["happened_at"])
        at = at if day == city_day(start["happened_at"]) else office_hour(calendar, day, 1)
    turns = [(moment(since), 1) for since, _ in pauses] + [
        (moment(until), -1) for _, until in pauses if until
    ]
    depth = 0
    for turn, step in sorted(turns, key=lambda each: (each[0], -each[1])):
        if depth == 0 and turn > at:
            if left <= turn - at:
                return at + left
            left -= turn - at
        at, depth = max(at, turn), depth + step
    return None if depth else at + left


def due_moment(events: list[Json], calendar: Json) -> str | None:
    """When the clock of these canonical events, in any order, falls due; None: it stands still, or the calendar ends."""
    start, amount, pauses = read_clock(events)
    due = due_by_the_hour if start["unit"] in ("hour", "minute") else due_by_days
    try:
        moment_due = due(start, amount, pauses, calendar)
    except CalendarEnds:
        return None
    return None if moment_due is None else moment_due.strftime(MOMENT)


def check_calendar(calendar: Json, context: list[Json]) -> None:
    """The layers of the file are all that the ledger published, in their order: one left out moves a limit, too."""
    published = [entry["facts"]["digest"] for entry in context if entry["kind"] == "calendar.published/1"]
    found = []
    for layer in calendar["layers"]:
        exact = json.dumps(layer, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
        found.append("sha256:" + hashlib.sha256(exact).hexdigest())
        check(found[-1] in published, f"calendar: the layer {layer['scope']} is not one the ledger published")
    check(found == list(dict.fromkeys(published)), "calendar: a layer is left out or out of its order")


def replay_clocks(entries: list[Json], context: list[Json], directory: Path) -> Iterator[tuple[str, str]]:
    """(clock, due moment or why there is none) of every clock in the trail."""
    events = [event for entry in entries for event in entry.get("clocks", [])]
    if not events:
        return
    calendar = json.loads((directory / "calendar.json").read_text(encoding="utf-8"))
    check_calendar(calendar, context)
    for clock in sorted({event["clock"] for event in events}):
        due = due_moment([event for event in events if event["clock"] == clock], calendar)
        yield clock, due or "no due moment: it stands still, or the calendar ends before it"


# --- granted by silence -----------------------------------------------------------------------------------


def last_moment(day: str) -> str:
    """The last microsecond of a civil day in China, as the ledger writes moments."""
    midnight = dt.datetime.combine(dt.date.fromisoformat(day) + ONE_DAY, dt.time(), tzinfo=dt.UTC)
    return (midnight - CITY_OFFSET - dt.timedelta(microseconds=1)).strftime(MOMENT)


def check_deemed_renewals(entries: list[Json]) -> Iterator[tuple[str, str]]:
    """Administrative Licensing Law art. 50: silence renews a licence at the end of its last day and not before, if
    that was asked for in time and nobody had decided."""
    for at, entry in enumerate(entries):
        if entry["kind"] != "case.deemed_renewed/1":
            continue
        facts, earlier = entry["facts"], entries[:at]
        asked = [each for each in earlier if each["kind"] == "case.submitted/1"]
        check(asked, "a renewal that nobody asked for")
        check(city_day(asked[0]["happened_at"]).isoformat() == facts["asked_on"], "asked for on another day")
        check(
            facts["asked_on"] <= facts["asked_by"] <= facts["licence_until"], "a renewal asked for too late"
        )
        lapsed = {"case.decided/1", "case.renewal_lapsed/1"} & {each["kind"] for each in earlier}
        check(not lapsed, "silence after a decision, or after it could grant anything")
        check(entry["actor"]["kind"] == "clock", "a person who calls his own decision silence")
        check(facts["decided_on"] == facts["licence_until"], "not decided on the licence's last day")
        check(entry["happened_at"] == last_moment(facts["licence_until"]), "not at the end of the last day")
        yield "renewal", f"granted by silence at {entry['happened_at']}, the end of the licence's last day"


# --- command ----------------------------------------------------------------------------------------------


def read_key(path: Path | None) -> Ed25519PublicKey:
    path = path or Path(__file__).resolve().parent / "ledger-key.pem"
    if not path.exists():
        raise FileNotFoundError(f"no key: give --key FILE, or put {path.name} beside this file")
    key = load_pem_public_key(path.read_bytes())
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError(f"{path.name} is not an Ed25519 key")
    return key


def run(arguments: argparse.Namespace, say: Callable[[str, str], None]) -> None:
    key = read_key(arguments.key)
    entries = None
    if arguments.trail is not None:
        head, entries, context = check_trail(arguments.trail, key)
        about = "{kind} {key}".format(**entries[0]["subject"])
        under = f"under head {head['size']} of epoch {head['epoch']}"
        say("trail", f"{about}: {len(entries)} entries, complete, {under}")
        for name, due in replay_clocks(entries, context, arguments.trail):
            say(f"clock {name}", due)
        for name, text in check_deemed_renewals(entries):
            say(name, text)
    if entries is None and (arguments.licence is not None or arguments.papers is not None):
        raise ValueError("files are checked against a trail: give its directory")
    if arguments.licence is not None:
        entry = licence_entry(arguments.licence, entries or [])
        say("licence", f"this very file, by {entry['kind']} of {entry['happened_at']}")
    if arguments.papers is not None:
        say("papers", f"{check_papers(arguments.papers, entries or [])} files, each known to the trail")
    if arguments.receipt is not None:
        state, entry = check_receipt(arguments.receipt, key, entries)
        say("receipt", f"{entry['kind']} of {entry['subject']['key']}: {state}")


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__.split("\n\n")[0], epilog=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("trail", nargs="?", type=Path, help="a directory with trail.json")
    parser.add_argument("--licence", type=Path, help="a PDF whose digest the trail must hold")
    parser.add_argument("--papers", type=Path, help="a directory of files that the trail must all know")
    parser.add_argument("--receipt", type=Path, help="a receipt, PDF or JSON")
    parser.add_argument("--key", type=Path, help="the ledger's public key (default: beside this file)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    arguments = parser.parse_args(argv)
    if arguments.trail is None and arguments.receipt is None:
        parser.error("nothing to check")
    found: dict[str, str] = {}

    def say(name: str, text: str) -> None:
        found[name] = text
        if not arguments.json:
            print(f"ok       {name}: {text}")

    code, verdict = 0, "accepted"
    try:
        run(arguments, say)
    except Refused as error:
        code, verdict = 1, f"REFUSED: {error}"
    except MALFORMED as error:
        code, verdict = 1, f"REFUSED: not in the form it should have ({type(error).__name__}: {error})"
    except (OSError, ValueError) as error:
        code, verdict = 2, f"could not be checked: {error}"
    print(json.dumps({**found, "verdict": verdict}, ensure_ascii=False) if arguments.json else verdict)
    return code


if __name__ == "__main__":
    sys.exit(main())
