"""The door of the line to the province."""

from leyiban.province.operations.handing_up import Package, PaperListed, hand_up, say_more
from leyiban.province.operations.hearing import trust_key
from leyiban.province.operations.polling import keep_asking
from leyiban.province.operations.reconciling import reconcile, resend_discrepancies
from leyiban.province.operations.reporting import ToReport, report, resend_record

__all__ = [
    "Package",
    "PaperListed",
    "ToReport",
    "hand_up",
    "keep_asking",
    "reconcile",
    "report",
    "resend_discrepancies",
    "resend_record",
    "say_more",
    "trust_key",
]
