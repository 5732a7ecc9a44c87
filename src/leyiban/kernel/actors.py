"""Who acts: a plain value that an edge builds and every operation receives.

The kernel knows no account or party table; it knows that an actor has a pseudonym for the ledger, holds
posts, and may act for parties. ``people`` builds actors from accounts.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from leyiban.kernel.errors import NotSignedIn


class ActorKind(StrEnum):
    PERSON = "person"  # a citizen or an enterprise's operator, signed in
    STAFF = "staff"  # holds posts
    CLOCK = "clock"  # the due loop: a rule acts because time passed
    SYSTEM = "system"  # a follower, a command of the operator
    GUEST = "guest"  # nobody signed in; may hold a query code


class Channel(StrEnum):
    """The way an act came in; printed on papers and counted in statistics."""

    PORTAL = "portal"
    COUNTER = "counter"
    WORKBENCH = "workbench"
    API = "api"
    PHONE = "phone"
    WORKER = "worker"
    COMMAND = "command"


class Role(StrEnum):
    """What a post is for. Jurisdiction (agency and region) comes with the post."""

    WINDOW_CLERK = "window_clerk"  # 窗口人员: intake, accept where the item allows
    REVIEWER = "reviewer"  # 审查
    CHECKER = "checker"  # 审核
    DECIDER = "decider"  # 决定
    ISSUER = "issuer"  # 出件
    SUPERVISOR = "supervisor"  # sees clocks of its agency and region
    LEADER = "leader"  # 分管领导: answers by name when a matter of the agency is late
    ADMINISTRATOR = "administrator"  # loads packs, publishes items
    AUDITOR = "auditor"  # reads everything, changes nothing


@dataclass(frozen=True, slots=True)
class PostHeld:
    """A post (岗位) the actor holds now.

    ``region`` is a division code (6, 9 or 12 digits); the post's jurisdiction is that region and all
    below it, within ``agency``.
    """

    post_id: int
    role: Role
    agency_id: int
    region: str


@dataclass(frozen=True, slots=True)
class MandateHeld:
    """A mandate (授权) in force: for ``party_id`` the actor may do ``powers`` in ``items``; None: in every item."""

    party_id: int
    items: frozenset[str] | None
    powers: frozenset[str]

    def covers(self, party_id: int, item: str) -> bool:
        return party_id == self.party_id and (self.items is None or item in self.items)


@dataclass(frozen=True, slots=True)
class Actor:
    """``pseudonym`` is what the ledger records; ``parties`` are the party ids the actor may act for.

    For a party that a mandate names he may do what the mandate says and no more; for the others (himself,
    the bodies he heads) everything.

    ``level`` is the real-name level L0–L4 of ``identity-and-codes.md`` §5. ``on_behalf_of`` is the party
    the actor acts for in this session (the enterprise, a relative), or None for himself.
    """

    kind: ActorKind
    pseudonym: str
    channel: Channel
    account_id: int | None = None
    parties: frozenset[int] = frozenset()
    mandates: tuple[MandateHeld, ...] = ()
    on_behalf_of: int | None = None
    posts: tuple[PostHeld, ...] = ()
    level: int = 0
    label: str = field(default="", compare=False)  # a name to show on screen; never in the ledger

    @property
    def account(self) -> int:
        """The account that acts.

        Raises:
            NotSignedIn: a guest or the platform itself acts.
        """
        if self.account_id is None:
            raise NotSignedIn
        return self.account_id

    @property
    def own_parties(self) -> frozenset[int]:
        """Those for whom he needs no mandate."""
        return self.parties - {mandate.party_id for mandate in self.mandates}

    @property
    def parties_in_all_matters(self) -> frozenset[int]:
        """Those whose matters he may know whatever they are about."""
        named = {mandate.party_id for mandate in self.mandates if mandate.items is None}
        return self.own_parties | named

    def holds(self, *roles: Role) -> bool:
        return any(post.role in roles for post in self.posts)

    def has_mandate(self, party_id: int, power: str, *, item: str) -> bool:
        """Whether a mandate lets him do this for this party in this item; for :attr:`own_parties` none is needed."""
        return any(mandate.covers(party_id, item) and power in mandate.powers for mandate in self.mandates)


def clock_actor() -> Actor:
    """The actor of moves that happen because time passed."""
    return Actor(kind=ActorKind.CLOCK, pseudonym="clock", channel=Channel.WORKER)


def operator_actor() -> Actor:
    """The actor of commands: whoever has the platform's machine in hand."""
    return Actor(kind=ActorKind.SYSTEM, pseudonym="operator", channel=Channel.COMMAND)


def system_actor() -> Actor:
    """The actor of joins and followers."""
    return Actor(kind=ActorKind.SYSTEM, pseudonym="system", channel=Channel.WORKER)


UPPER_LEVEL = "upper-level"


def upper_level_actor() -> Actor:
    """The actor of what another level of government did on a platform of its own, as its signed answers say."""
    return Actor(kind=ActorKind.SYSTEM, pseudonym=UPPER_LEVEL, channel=Channel.WORKER)
