"""Places for papers in a draft or case that are no material of its item."""

from typing import Final

SIGNATURE: Final = "applicant_signature"
"""Who stands at the counter signs what was filled in for him: a drawn signature, or the signed form, scanned."""

GREEN_PROOF: Final = "green_proof"
"""What the applicant shows for the green channel: an order, a project list, a headquarters letter."""

RECEIPT_PROOF: Final = "receipt_proof"
"""What shows when papers were handed over: a stamped receipt, the slip of the post."""

SIGNED_SLIP: Final = "signed_delivery_slip"
"""The delivery slip with the recipient's signature, scanned (R21)."""
