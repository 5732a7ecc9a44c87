"""The trail of a case to take away: every step with its proof, the calendar it counts by, and the program that
checks both without us."""

import io
import json
import zipfile
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse

from leyiban.cases.queries import case_for
from leyiban.cases.queries.trails import case_trail
from leyiban.kernel.ledger import verify as verifier
from leyiban.kernel.ledger.errors import HeadNotReady
from leyiban.kernel.rights import SIGNED_IN
from leyiban.web.edge import Visit, page
from leyiban.web.parts.screens import Screen, ScreenState, Way
from leyiban.web.wording import gettext

_FOLDER = "trail"
_HOW = """怎样核验 / How to check

1. 从 {key} 取账本公钥,另存为 ledger-key.pem。最好再从别处取一份对一对。
   Fetch the ledger's public key from {key} and save it as ledger-key.pem. Compare it with a copy from elsewhere.
2. python3 verify.py --key ledger-key.pem trail
   (需要 / needs: Python 3.11, pip install cryptography)
3. 程序说通过,就是一步没少、一个字没改;它还会重新算一遍时限。
   If it accepts, no step is missing and no byte was changed; it also counts the limits again.

公钥不放在这个包里:谁改了记录,也能换掉包里的公钥。
The key is not in this archive: whoever rewrites a record could replace a key beside it.
"""


@page(SIGNED_IN)
def trail(visit: Visit, number: str) -> HttpResponseBase:
    """A ZIP; a page that says "in a few seconds" while the newest step waits for its place in the ledger."""
    case = case_for(visit.actor, number)
    try:
        exported = case_trail(case, now=visit.now)
    except HeadNotReady:
        return _not_yet(visit, number)
    files = {
        f"{_FOLDER}/trail.json": json.dumps(exported.content, ensure_ascii=False, indent=1).encode(),
        **{f"{_FOLDER}/{name}": content for name, content in exported.files.items()},
        "verify.py": _verifier(),
        "README.txt": _HOW.format(key=settings.PUBLIC_URL + reverse("web:ledger_key")).encode(),
    }
    response = HttpResponse(_zipped(files), content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{case.number}.zip"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _verifier() -> bytes:
    """The one file that shares no code with us."""
    return Path(verifier.__file__).read_bytes()


def _zipped(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def _not_yet(visit: Visit, number: str) -> HttpResponseBase:
    screen = Screen(
        state=ScreenState.LOADING,
        title=gettext("最新一步正在入账"),
        safe=gettext("您的办件不受影响。"),
        now=gettext("过几秒再下载。"),
        ways=(
            Way(label=gettext("再下载"), link=visit.request.path),
            Way(label=gettext("回办件"), link=reverse("web:case", kwargs={"number": number})),
        ),
    )
    response = visit.show("journey/screen.html", {"screen": screen}, status=503)
    response.headers["Retry-After"] = "5"
    return response
