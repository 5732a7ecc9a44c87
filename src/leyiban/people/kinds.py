"""What the ledger records of people: pseudonyms and codes, never a name or a number."""

from dataclasses import dataclass

from leyiban.kernel.ledger.kinds import Visibility, entry_kind


@entry_kind("party.registered", version=1, visibility=Visibility.PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class PartyRegistered:
    """``identity`` commits to name and document under a salt that is erased with them."""

    nature: str
    identity: str


@entry_kind("party.corrected", version=1, visibility=Visibility.PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class PartyCorrected:
    identity: str


@entry_kind("party.represented", version=1, visibility=Visibility.PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class PartyRepresented:
    """A new legal representative; ``suspended`` mandates wait for him."""

    person: str | None = None
    suspended: tuple[str, ...]


@entry_kind("party.taken_over", version=1, visibility=Visibility.PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class PartyTakenOver:
    """The head of a body took all its matters to himself, after face check and register. ``ended`` are the
    mandates that this ended, ``former`` the parties who can no longer act for it."""

    person: str
    ended: tuple[str, ...]
    former: tuple[str, ...]


@entry_kind("account.opened", version=1, visibility=Visibility.PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class AccountOpened:
    account_kind: str
    way: str


@entry_kind("account.bound", version=1, visibility=Visibility.PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class AccountBound:
    party: str
    level: int
    proof: str


@entry_kind("account.released", version=1, visibility=Visibility.PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class AccountReleased:
    """The person was bound to another account, or the account closed."""

    party: str
    reason: str


@entry_kind("account.phone_changed", version=1, visibility=Visibility.PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneChanged:
    proof: str


@entry_kind("account.phone_change_asked", version=1, visibility=Visibility.PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneChangeAsked:
    """A new phone waits until ``effective_at``; until then any session of the account can stop it."""

    effective_at: str


@entry_kind("account.phone_change_ended", version=1, visibility=Visibility.PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneChangeEnded:
    """``outcome``: done, stopped, overtaken (by a proof of the person himself)."""

    outcome: str


@entry_kind("account.recovered", version=1, visibility=Visibility.PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRecovered:
    """An authority saw the person; phone, password, sessions and tokens of before open it no more."""

    party: str
    proof: str


@entry_kind("account.password", version=1, visibility=Visibility.PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordChanged:
    """``act``: set."""

    act: str


@entry_kind("account.sessions_ended", version=1, visibility=Visibility.PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class SessionsEnded:
    generation: int


@entry_kind("account.second_factor", version=1, visibility=Visibility.OFFICE)
@dataclass(frozen=True, slots=True, kw_only=True)
class SecondFactorChanged:
    """``act``: set, removed (an authenticator), reset (everything, by an administrator), recovered (everything, by
    the owner's face), passkey_added, passkey_removed, recovery_made, recovery_used, step_on, step_off."""

    act: str


@entry_kind("account.closed", version=1, visibility=Visibility.PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class AccountEnded:
    reason: str


@entry_kind("account.token", version=1, visibility=Visibility.PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class TokenChanged:
    """``act``: issued, revoked."""

    act: str
    token: int
    scopes: tuple[str, ...]


@entry_kind("mandate.proposed", version=1, visibility=Visibility.PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class MandateProposed:
    """``items`` empty means all."""

    principal: str
    capacity: str
    basis: str
    items: tuple[str, ...]
    powers: tuple[str, ...]
    valid_from: str
    valid_until: str
    evidence: str | None = None


@entry_kind("mandate.confirmed", version=1, visibility=Visibility.PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class MandateConfirmed:
    principal: str
    agent: str


@entry_kind("mandate.suspended", version=1, visibility=Visibility.PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class MandateSuspended:
    principal: str
    reason: str


@entry_kind("mandate.resumed", version=1, visibility=Visibility.PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class MandateResumed:
    principal: str


@entry_kind("mandate.ended", version=1, visibility=Visibility.PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class MandateEnded:
    """``reason``: by_principal, by_agent, declined, expired, taken_over, principal_erased."""

    principal: str
    reason: str


@entry_kind("post.held", version=1, visibility=Visibility.OFFICE)
@dataclass(frozen=True, slots=True, kw_only=True)
class PostTaken:
    """``allowed_by`` is the second person of a break-glass right."""

    account: str
    holding_kind: str
    since: str
    until: str | None = None
    allowed_by: str | None = None


@entry_kind("post.left", version=1, visibility=Visibility.OFFICE)
@dataclass(frozen=True, slots=True, kw_only=True)
class PostLeft:
    """``reason``: told, unused, account_closed."""

    account: str
    reason: str


@entry_kind("system.registered", version=1, visibility=Visibility.PUBLIC)
@dataclass(frozen=True, slots=True, kw_only=True)
class SystemRegistered:
    """Another office's system may ask people for these scopes."""

    scopes: tuple[str, ...]
    redirects: tuple[str, ...]


@entry_kind("system.changed", version=1, visibility=Visibility.PUBLIC)
@dataclass(frozen=True, slots=True, kw_only=True)
class SystemChanged:
    """``act``: described, secret, ended, again (registered anew after its end). The scopes and addresses that hold from now on."""

    act: str
    scopes: tuple[str, ...]
    redirects: tuple[str, ...]


@entry_kind("account.consent", version=1, visibility=Visibility.PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentChanged:
    """``act``: given, withdrawn, reused (a token came a second time, so that sign-in ended)."""

    act: str
    system: str
    scopes: tuple[str, ...]
