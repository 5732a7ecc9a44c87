"""The public page of a licence: valid now or not, who issued it, and whether a file is the very one that was sealed.

Nobody signs in. The page tells as much as the paper itself shows to whoever holds it, and no more.
"""

import hashlib
import re
from typing import Final

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.credentials.errors import LicenceNotFound
from leyiban.credentials.queries import PublicLicence, public_licence
from leyiban.credentials.states import LicenceStatus
from leyiban.kernel.identifiers import normalise
from leyiban.kernel.identifiers.licences import check_licence_id
from leyiban.kernel.rights import ANYONE
from leyiban.kernel.throttles.operations import count_try
from leyiban.kernel.throttles.origins import origin_of
from leyiban.web.edge import Visit, keep_out_of_searches, page, see_other
from leyiban.web.licences.shown import FileCheck, Seal
from leyiban.web.parts.fields import Field, FieldKind
from leyiban.web.wording import gettext, speak

FILE: Final = "file"
IDENTIFIER: Final = "identifier"
LARGEST: Final = 20 * 1024 * 1024  # bytes of a file to compare
_WRITTEN: Final = re.compile(r"[0-9A-Za-z.]{1,100}")


@page(ANYONE)
def find(visit: Visit) -> HttpResponseBase:
    """Type the number that stands on a licence."""
    typed = visit.request.GET.get(IDENTIFIER, "").strip()
    if not typed:
        return _ask(visit, typed, "")
    written = normalise(typed)
    if not _WRITTEN.fullmatch(written):
        return _ask(visit, typed, gettext("编号里只有字母、数字和点。"))
    return see_other(reverse("web:licence", kwargs={"identifier": written}))


@page(ANYONE, "GET", "POST")
def licence(visit: Visit, identifier: str) -> HttpResponseBase:
    """What the code on a licence leads to. With a file posted: whether it is the one that was sealed."""
    count_try(throttle="licences.by_origin", subject=origin_of(visit.request.META), now=visit.now)
    try:
        if not _WRITTEN.fullmatch(identifier):
            raise LicenceNotFound
        found = public_licence(identifier, now=visit.now)
    except LicenceNotFound as unknown:
        return _ask(visit, identifier, _why_unknown(identifier, unknown), status=404)
    checked = None
    if visit.request.method == "POST":
        checked = _check(visit.request.FILES.get(FILE), found)
    response = visit.show(
        "licences/licence.html",
        {
            "licence": found,
            "seal": _seal(found.status),
            "checked": checked,
            "json": f"/api/v1/licences/{found.identifier}",
            "most": LARGEST,
        },
        status=422 if checked is not None and checked.refused else 200,
    )
    response.headers["Cache-Control"] = "no-store"
    keep_out_of_searches(response)
    return response


def _why_unknown(identifier: str, unknown: LicenceNotFound) -> str:
    """A slip of the pen is told from a number that was never given out."""
    if not check_licence_id(identifier).valid:
        return gettext("编号有写错的地方。请对照证照再写一遍。")
    return speak(str(unknown))


def _ask(visit: Visit, typed: str, problem: str, *, status: int = 200) -> HttpResponseBase:
    field = Field(
        kind=FieldKind.TEXT,
        name=IDENTIFIER,
        label=gettext("电子证照标识"),
        hint=gettext("在证照左下角,二维码旁边。"),
        value=typed[:100],
        problem=problem,
    )
    return visit.show(
        "licences/find.html",
        {"field": field, "lines": ((field.first_id, problem),) if problem else ()},
        status=422 if problem and status == 200 else status,
    )


def _seal(status: LicenceStatus) -> Seal:
    """Shape and word first, colour last."""
    valid = Seal(kind="calm", shape="●", word=speak(status.label), sentence=gettext("这张证照现在有效。"))
    others = {
        LicenceStatus.SUSPENDED: Seal(
            kind="held", shape="‖", word=speak(status.label), sentence=gettext("这张证照暂时不能用(暂扣)。")
        ),
        LicenceStatus.REVOKED: Seal(
            kind="wrong", shape="■", word=speak(status.label), sentence=gettext("这张证照已被撤销,不能用。")
        ),
        LicenceStatus.CANCELLED: Seal(
            kind="wrong", shape="■", word=speak(status.label), sentence=gettext("这张证照已注销,不能用。")
        ),
        LicenceStatus.REPLACED: Seal(
            kind="act",
            shape="▲",
            word=speak(status.label),
            sentence=gettext("这张证照已由新证代替,请看新证。"),
        ),
        LicenceStatus.RENEWING: Seal(
            kind="held",
            shape="‖",
            word=speak(status.label),
            sentence=gettext("按时申请了延续,还没决定。到期没决定的,视为准予延续。"),
        ),
        LicenceStatus.EXPIRED: Seal(
            kind="act", shape="▲", word=speak(status.label), sentence=gettext("这张证照过期了,不能用。")
        ),
    }
    return others.get(status, valid)


def _check(upload: "UploadedFile[bytes] | None", found: PublicLicence) -> FileCheck:
    """Compare a file with the digest in the ledger. Nothing of it is kept."""
    if upload is None or not upload.size:
        return FileCheck(same=False, refused=True, sentence=gettext("请先选一个文件,再核对。"))
    if upload.size > LARGEST:
        return FileCheck(same=False, refused=True, sentence=gettext("文件太大,不是我们发的证照。"))
    told = hashlib.sha256()
    for chunk in upload.chunks():
        told.update(chunk)
    digest = f"sha256:{told.hexdigest()}"
    if digest == found.digest:
        return FileCheck(same=True, digest=digest, sentence=gettext("一个字节都不差,就是当时盖章的那份。"))
    return FileCheck(same=False, digest=digest, sentence=gettext("不是当时盖章的那份,可能被改过。"))
