"""The archive package of a case (案卷): everything in one zip file, checkable without us (FX.5).

``papers/`` holds every file that was handed in or issued, ``trail/`` the ledger's proof, ``verify.py`` the
program that checks both against the ledger's public key, ``contents.json`` what is what. The key lies in
the package for convenience; whoever checks compares it with one from elsewhere.
"""

import datetime as dt
import json
import zipfile
from pathlib import Path
from typing import IO

from leyiban.cases.models import Case, CasePaper
from leyiban.cases.queries.trails import case_trail
from leyiban.kernel.ledger import keyring
from leyiban.kernel.ledger import verify as verifier
from leyiban.kernel.papers.queries import open_paper, suffix_of

_CHUNK = 1 << 20


def write_archive(case: Case, sink: IO[bytes], *, now: dt.datetime) -> int:
    """Write the package of a case that the caller was allowed to load. Returns how many papers it holds.

    Raises:
        HeadNotReady: the newest entry is not under a signed head yet.
    """
    exported = case_trail(case, now=now)
    links = list(case.papers.select_related("paper", "document").order_by("pk"))
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        contents = [_put(archive, number, link) for number, link in enumerate(links, start=1)]
        archive.writestr("contents.json", _json({"case": case.number, "papers": contents}))
        archive.writestr("trail/trail.json", _json(exported.content))
        for name, content in exported.files.items():
            archive.writestr(f"trail/{name}", content)
        archive.writestr("verify.py", Path(verifier.__file__).read_bytes())
        archive.writestr(keyring.PUBLIC_FILE, keyring.public_pem())
    return len(links)


def _put(archive: zipfile.ZipFile, number: int, link: CasePaper) -> dict[str, object]:
    name = f"papers/{number:03}-{link.slot}{suffix_of(link.paper.media)}"
    with open_paper(link.paper.digest) as source, archive.open(name, "w") as target:
        while chunk := source.read(_CHUNK):
            target.write(chunk)
    return {
        "file": name,
        "slot": link.slot,
        "round": link.round,
        "issued": link.document.number if link.document is not None else None,
        "given_at": link.given_at.isoformat(),
        "replaced": link.withdrawn_at is not None,
        "digest": link.paper.named_digest,
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
