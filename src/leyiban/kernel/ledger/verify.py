#!/usr/bin/env python3
"""Checks what Leyiban handed out, offline: a trail, a receipt, a licence.

    verify.py TRAIL_DIRECTORY [--licence FILE.pdf] [--receipt FILE] [--key ledger-key.pem]
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
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

CITY_OFFSET = dt.timedelta(hours=8)  # China has one time zone and no summer time


class Refused(Exception):
    """What was handed in is not what the ledger's key signed."""


def check(condition, what):
    if not condition:
        raise Refused(what)


# --- signatures -------------------------------------------------------------------------------------


def raw(key):
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def check_signature(key, purpose, body, signature, what):
    try:
        key.verify(base64.b64decode(signature), f"leyiban-{purpose}/1\n".encode() + body.encode())
    except (InvalidSignature, ValueError) as error:
        raise Refused(f"{what}: the signature is not of the ledger's key") from error


def desk_key(head_key, signed, purpose):
    """The key of the desk that signed, after checking that the head key vouches for it."""
    delegation = signed["delegation"]
    check_signature(head_key, "delegation", delegation["body"], delegation["signature"], "delegation")
    granted = json.loads(delegation["body"])
    check(purpose in granted["purposes"], f"the desk's key may not sign a {purpose}")
    return Ed25519PublicKey.from_public_bytes(base64.b64decode(granted["key"]))


def open_signed(head_key, signed, purpose):
    key = desk_key(head_key, signed, purpose)
    check_signature(key, purpose, signed["body"], signed["signature"], purpose)
    return json.loads(signed["body"])


# --- Merkle tree (RFC 9162) ---------------------------------------------------------------------------


def leaf_hash(body):
    return hashlib.sha256(b"\x00" + body.encode()).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_by_path(leaf, position, size, path):
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


def check_head(key, signed):
    check_signature(key, "head", signed["body"], signed["signature"], "head")
    return json.loads(signed["body"])


def check_entries(proven, head, what):
    """Every entry is where it says it is, under the head. Returns the opened entries."""
    root = bytes.fromhex(head["root"])
    for entry in proven:
        position = entry["position"]
        check(0 <= position < head["size"], f"{what}: an entry lies outside the head's tree")
        path = [bytes.fromhex(sibling) for sibling in entry["path"]]
        computed = root_by_path(leaf_hash(entry["body"]), position, head["size"], path)
        check(computed == root, f"{what}: entry at position {position} is not under the signed head")
    return [json.loads(entry["body"]) for entry in proven]


def check_manifest(manifest, trail, head, entries):
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


def check_trail(directory, key):
    trail = json.loads((directory / "trail.json").read_text(encoding="utf-8"))
    check(trail["format"] == "leyiban-trail/1", "not a trail of a version this verifier knows")
    head = check_head(key, trail["head"])
    entries = check_entries(trail["entries"], head, "trail")
    context = check_entries(trail["context"], head, "context")
    check_manifest(open_signed(key, trail["manifest"], "trail"), trail, head, entries)
    return head, entries, context


# --- licences and receipts ------------------------------------------------------------------------------


def check_licence(path, entries):
    digest = "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()
    for entry in entries:
        if digest in entry["facts"].values():
            return entry
    raise Refused(f"{path.name}: no entry of this trail knows this file ({digest[:23]}…)")


def unpacked(part):
    """A stream of a PDF, decompressed where it is compressed; never more than a receipt can be long."""
    try:
        return zlib.decompressobj().decompress(part, 1_000_000)
    except zlib.error:
        return part


def read_receipt(path):
    """A receipt's JSON, from a .json file or from inside the PDF that carries it."""
    content = path.read_bytes()
    if not content.startswith(b"%PDF"):
        return json.loads(content)
    for part in content.split(b"stream")[1:]:
        part = unpacked(part.lstrip(b"\r\n"))
        if part.lstrip().startswith(b"{") and b"leyiban-receipt/1" in part:
            return json.JSONDecoder().raw_decode(part.decode(errors="ignore").lstrip())[0]
    raise Refused(f"{path.name}: no receipt inside")


def check_receipt(path, key, trail):
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
# CLOCK-REPLAY


# --- command ----------------------------------------------------------------------------------------------


def read_key(path):
    path = path or Path(__file__).resolve().parent / "ledger-key.pem"
    if not path.exists():
        raise FileNotFoundError(f"no key: give --key FILE, or put {path.name} beside this file")
    key = load_pem_public_key(path.read_bytes())
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError(f"{path.name} is not an Ed25519 key")
    return key


def run(arguments, say):
    key = read_key(arguments.key)
    entries = None
    if arguments.trail is not None:
        head, entries, context = check_trail(arguments.trail, key)
        say("trail", f"{len(entries)} entries, complete, under head {head['size']} of epoch {head['epoch']}")
        for name, moment in replay_clocks(entries, context, arguments.trail):
            say(f"clock {name}", moment)
    if arguments.licence is not None:
        check(entries is not None, "a licence is checked against a trail: give its directory")
        entry = check_licence(arguments.licence, entries)
        say("licence", f"this very file, by {entry['kind']} of {entry['happened_at']}")
    if arguments.receipt is not None:
        state, entry = check_receipt(arguments.receipt, key, entries)
        say("receipt", f"{entry['kind']} of {entry['subject']['key']}: {state}")


def main(argv=None):
    parser = argparse.ArgumentParser(
        description=__doc__.split("\n\n")[0], epilog=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("trail", nargs="?", type=Path, help="a directory with trail.json")
    parser.add_argument("--licence", type=Path, help="a PDF whose digest the trail must hold")
    parser.add_argument("--receipt", type=Path, help="a receipt, PDF or JSON")
    parser.add_argument("--key", type=Path, help="the ledger's public key (default: beside this file)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    arguments = parser.parse_args(argv)
    if arguments.trail is None and arguments.receipt is None:
        parser.error("nothing to check")
    found = {}

    def say(name, text):
        found[name] = text
        if not arguments.json:
            print(f"ok       {name}: {text}")

    code, verdict = 0, "accepted"
    try:
        run(arguments, say)
    except Refused as error:
        code, verdict = 1, f"REFUSED: {error}"
    except (KeyError, TypeError, json.JSONDecodeError, UnicodeDecodeError) as error:
        code, verdict = 1, f"REFUSED: not in the form it should have ({type(error).__name__}: {error})"
    except (OSError, ValueError) as error:
        code, verdict = 2, f"could not be checked: {error}"
    print(json.dumps({**found, "verdict": verdict}, ensure_ascii=False) if arguments.json else verdict)
    return code


if __name__ == "__main__":
    sys.exit(main())
