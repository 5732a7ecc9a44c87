"""The people's tables, one file per business word."""

from leyiban.people.models.account import Account, AccountKind
from leyiban.people.models.agency import Agency
from leyiban.people.models.binding import Binding, Proof
from leyiban.people.models.mandate import Basis, Mandate, MandateState, Power
from leyiban.people.models.party import IdKind, LegalKind, Nature, Party, Representation
from leyiban.people.models.phone_change import PhoneChange
from leyiban.people.models.post import HoldingKind, Post, PostHolding
from leyiban.people.models.region import Level, Region
from leyiban.people.models.sign_in import ApiToken, OutsideIdentity, ParkedForm, PhoneCode, SignIn
from leyiban.people.models.systems import (
    Consent,
    OutsideSystem,
    SystemAccess,
    SystemScope,
    SystemToken,
    TokenUse,
)

__all__ = [
    "Account",
    "AccountKind",
    "Agency",
    "ApiToken",
    "Basis",
    "Binding",
    "Consent",
    "HoldingKind",
    "IdKind",
    "LegalKind",
    "Level",
    "Mandate",
    "MandateState",
    "Nature",
    "OutsideIdentity",
    "OutsideSystem",
    "ParkedForm",
    "Party",
    "PhoneChange",
    "PhoneCode",
    "Post",
    "PostHolding",
    "Power",
    "Proof",
    "Region",
    "Representation",
    "SignIn",
    "SystemAccess",
    "SystemScope",
    "SystemToken",
    "TokenUse",
]
