"""Keys, sealed values, keyed digests, commitments and pseudonyms. Pure: knows no model and no city."""

from leyiban.kernel.crypto.commitments import Commitment, commit, proves
from leyiban.kernel.crypto.digests import digest_of, search_digests
from leyiban.kernel.crypto.envelopes import (
    Undecipherable,
    is_bound_to_row,
    key_id_of,
    open_sealed,
    seal,
)
from leyiban.kernel.crypto.hidden import Hidden
from leyiban.kernel.crypto.keys import Key, KeyRing, parse_keys
from leyiban.kernel.crypto.tokens import new_code, new_pseudonym, new_token, same, token_digest

__all__ = [
    "Commitment",
    "Hidden",
    "Key",
    "KeyRing",
    "Undecipherable",
    "commit",
    "digest_of",
    "is_bound_to_row",
    "key_id_of",
    "new_code",
    "new_pseudonym",
    "new_token",
    "open_sealed",
    "parse_keys",
    "proves",
    "same",
    "seal",
    "search_digests",
    "token_digest",
]
