"""The documents with which people prove who they are (id_doc_type), besides the resident identity card."""

import datetime as dt
import re
from enum import StrEnum

from leyiban.kernel.identifiers.resident import check_resident_id
from leyiban.kernel.identifiers.results import Checked, Invalid, Valid
from leyiban.kernel.identifiers.text import normalise
from leyiban.kernel.identifiers.wording import Reason


class IdDocument(StrEnum):
    RESIDENT_ID = "resident_id"  # 居民身份证
    HK_MACAO_PERMIT = "hk_macao_permit"  # 港澳居民来往内地通行证
    TAIWAN_PERMIT = "taiwan_permit"  # 台湾居民来往大陆通行证
    HMT_RESIDENCE_PERMIT = "hmt_residence_permit"  # 港澳台居民居住证
    PASSPORT = "passport"  # 护照
    FOREIGN_RESIDENT_CARD = "foreign_resident_card"  # 外国人永久居留身份证


_FORMS = {
    IdDocument.HK_MACAO_PERMIT: re.compile(r"[HM][0-9]{8}([0-9]{2})?"),
    IdDocument.TAIWAN_PERMIT: re.compile(r"[0-9]{8}"),
    IdDocument.PASSPORT: re.compile(r"[A-Z0-9]{5,17}"),
    IdDocument.FOREIGN_RESIDENT_CARD: re.compile(r"[A-Z]{3}[0-9]{12}|9[0-9]{16}[0-9X]"),
}
_HMT_DIVISIONS = ("810000", "820000", "830000")


def check_id_document(document: IdDocument, text: str, *, today: dt.date) -> Checked:
    """Check the number of one kind of identity document. ``today``: as in :func:`check_resident_id`."""
    value = normalise(text)
    if not value:
        return Invalid(Reason.EMPTY)
    if document is IdDocument.RESIDENT_ID:
        return check_resident_id(value, today=today)
    if document is IdDocument.HMT_RESIDENCE_PERMIT:
        if not value.startswith(_HMT_DIVISIONS):
            return Invalid(Reason.NOT_A_DOCUMENT_NUMBER)
        return check_resident_id(value, today=today)
    return Valid(value) if _FORMS[document].fullmatch(value) else Invalid(Reason.NOT_A_DOCUMENT_NUMBER)
