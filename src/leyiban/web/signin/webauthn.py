"""What a passkey is asked to sign, and whether it did (WebAuthn Level 2), by python-fido2.

allauth's own wrapping of that library is not used: it names the account's row to the device, takes any host below
ours for us, and does not look at the device's counter. Its rows are, so its tools still read them.
"""

import json
import struct
from typing import Any, Final

from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from leyiban.people.errors import PasskeyWrong
from leyiban.people.models import Account
from leyiban.people.operations import use_passkey
from leyiban.web.edge import Visit
from leyiban.web.signin import sessions

FIELD: Final = "passkey"  # of the form in which a device's answer comes
_LONGEST_ANSWER: Final = 20_000  # characters
_UNREADABLE: Final = (  # what an answer of nobody's making raises: also in the bytes it carries (CBOR)
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    struct.error,
    RecursionError,
)


def asked_to_register(visit: Visit, account: Account, *, label: str) -> str:
    """The request to make a passkey, as JSON for the page; the challenge waits in the session.

    The device must ask for its PIN, finger or face, so that the passkey is two factors in one.
    """
    user = PublicKeyCredentialUserEntity(id=bytes.fromhex(account.pseudonym), name=label, display_name=label)
    options, state = _server(visit.request).register_begin(
        user=user,
        credentials=[credential for credential, _ in _credentials(account)],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    sessions.keep_ceremony(visit.request, state)
    return json.dumps(dict(options))


def registered(visit: Visit) -> tuple[dict[str, Any], int]:
    """The registration that came back, whole, and the device's counter.

    Raises:
        PasskeyWrong: it is not the answer to what this session asked.
    """
    told, state = _told(visit), sessions.take_ceremony(visit.request)
    try:
        data = _server(visit.request).register_complete(state, RegistrationResponse.from_dict(told))
    except _UNREADABLE as wrong:
        raise PasskeyWrong from wrong
    return told, data.counter


def asked_to_prove(visit: Visit, account: Account | None = None) -> str:
    """The request to use a passkey, as JSON for the page: one of ``account``, or whichever the person picks."""
    credentials = [credential for credential, _ in _credentials(account)] if account else None
    options, state = _server(visit.request).authenticate_begin(
        credentials=credentials, user_verification=UserVerificationRequirement.REQUIRED
    )
    sessions.keep_ceremony(visit.request, state)
    return json.dumps(dict(options))


def proven_by(visit: Visit, account: Account | None = None) -> Account:
    """The account whose passkey signed what this session asked; ``account`` when it must be that one.

    Raises:
        PasskeyWrong: nobody's, another's, or not what was asked.
    """
    told, state = _told(visit), sessions.take_ceremony(visit.request)
    try:
        answer = AuthenticationResponse.from_dict(told)
        owner = account or _owner(answer)
        kept = {credential.credential_id: (credential, key) for credential, key in _credentials(owner)}
        _server(visit.request).authenticate_complete(state, [each for each, _ in kept.values()], answer)
        key, counter = kept[answer.raw_id][1], answer.response.authenticator_data.counter
    except _UNREADABLE as wrong:
        raise PasskeyWrong from wrong
    use_passkey(account=owner, key=key, signs=counter, now=visit.now)
    return owner


def _owner(answer: AuthenticationResponse) -> Account:
    """Whom the device's user handle names; what it signed is checked against that account's keys."""
    handle = answer.response.user_handle or b""
    owner = Account.objects.active().filter(pseudonym=handle.hex()).first()
    if owner is None:
        raise PasskeyWrong
    return owner


def _credentials(account: Account) -> list[tuple[AttestedCredentialData, int]]:
    """The account's public keys, each with its row's key."""
    rows = Authenticator.objects.filter(user=account, type=Authenticator.Type.WEBAUTHN).order_by("pk")
    found = []
    for row in rows:
        data = RegistrationResponse.from_dict(row.data["credential"]).response.attestation_object.auth_data
        if data.credential_data is not None:
            found.append((data.credential_data, row.pk))
    return found


def _server(request: HttpRequest) -> Fido2Server:
    """For exactly this host: a page of a host below ours is another's."""
    ours = f"{request.scheme}://{request.get_host()}"
    relying = PublicKeyCredentialRpEntity(id=request.get_host().partition(":")[0], name="乐易办")
    return Fido2Server(relying, verify_origin=lambda origin: origin == ours)


def _told(visit: Visit) -> dict[str, Any]:
    text = visit.request.POST.get(FIELD, "")
    try:
        told = json.loads(text) if len(text) <= _LONGEST_ANSWER else None
    except (ValueError, RecursionError) as wrong:
        raise PasskeyWrong from wrong
    if not isinstance(told, dict):
        raise PasskeyWrong
    return told
