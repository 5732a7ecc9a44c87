"""Identifiers of people, organisations, licences and cases: check, compose, mask.

Pure and free of any framework. Every check takes what was typed and answers :class:`Valid` with the one
written form, or :class:`Invalid` with a stable reason and a sentence that says what to do.
"""

from leyiban.kernel.identifiers.case_numbers import (
    check_case_no,
    check_query_password,
    new_case_no,
    new_query_password,
)
from leyiban.kernel.identifiers.credit_codes import check_org_code, check_uscc, organisation_code
from leyiban.kernel.identifiers.divisions import division_chain, is_division_code, is_zone_code
from leyiban.kernel.identifiers.documents import IdDocument, check_id_document
from leyiban.kernel.identifiers.item_codes import check_service_item_code
from leyiban.kernel.identifiers.licences import LicenceIdentifier, check_licence_id, licence_identifier
from leyiban.kernel.identifiers.masks import (
    mask_id_document,
    mask_mobile,
    mask_name,
    mask_phone,
    mask_resident_id,
)
from leyiban.kernel.identifiers.names import check_organisation_name, check_person_name
from leyiban.kernel.identifiers.phones import check_mobile, check_phone
from leyiban.kernel.identifiers.resident import birth_date, check_resident_id, is_male
from leyiban.kernel.identifiers.results import Checked, Invalid, Valid
from leyiban.kernel.identifiers.text import normalise
from leyiban.kernel.identifiers.wording import Reason

__all__ = [
    "Checked",
    "IdDocument",
    "Invalid",
    "LicenceIdentifier",
    "Reason",
    "Valid",
    "birth_date",
    "check_case_no",
    "check_id_document",
    "check_licence_id",
    "check_mobile",
    "check_org_code",
    "check_organisation_name",
    "check_person_name",
    "check_phone",
    "check_query_password",
    "check_resident_id",
    "check_service_item_code",
    "check_uscc",
    "division_chain",
    "is_division_code",
    "is_male",
    "is_zone_code",
    "licence_identifier",
    "mask_id_document",
    "mask_mobile",
    "mask_name",
    "mask_phone",
    "mask_resident_id",
    "new_case_no",
    "new_query_password",
    "normalise",
    "organisation_code",
]
