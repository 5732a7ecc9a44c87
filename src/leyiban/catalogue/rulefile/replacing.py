"""Items whose licence takes the place of one that the holder has: 延续 and 变更."""

from typing import Literal

from pydantic import Field

from leyiban.catalogue.rulefile.parts import Part
from leyiban.catalogue.rulefile.terms import LimitClaim
from leyiban.catalogue.vocabulary import Mark


class Renewal(Part):
    """延续 [law: ALL art. 50]: asked for before the last day, and granted by silence once that day is over.

    ``opens`` and ``ahead`` are lengths before the licence's last day: from when one may ask, and until when one must
    have asked for silence to grant it. ``late`` says what becomes of whoever asks after that and before the end: his
    application is ``accepted`` without that protection, or ``refused``, and he applies anew.
    """

    opens: LimitClaim
    ahead: LimitClaim
    late: Literal["accepted", "refused"]
    basis: str = Field(min_length=1, max_length=200)
    mark: Mark


class Alteration(Part):
    """变更: what the licence says changes, its term does not."""

    basis: str = Field(min_length=1, max_length=200)
    mark: Mark
