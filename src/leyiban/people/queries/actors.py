"""From an account to an actor: who acts, for whom, with which posts, at which level. Built per request."""

import datetime as dt

from django.db.models import Q
from django.utils.translation import gettext

from leyiban.kernel.actors import Actor, ActorKind, Channel, MandateHeld, PostHeld, Role
from leyiban.kernel.composed import Composed
from leyiban.kernel.moments import city_date
from leyiban.people.errors import AccountClosed, ActingEnded
from leyiban.people.models import Account, Binding, Mandate, Party, PostHolding, Representation

_LEVEL_OF_A_PHONE = 1
_HOLDINGS = Composed(
    lambda account, now, today: (
        PostHolding.objects.in_force(now)
        .filter(
            Q(post__valid_from__isnull=True) | Q(post__valid_from__lte=today),
            Q(post__valid_to__isnull=True) | Q(post__valid_to__gt=today),
            Q(post__agency__valid_to__isnull=True) | Q(post__agency__valid_to__gt=today),
            account=account,
        )
        .select_related("post__region")
        .order_by("post_id")
    )
)
_HEADED = Composed(lambda person: Representation.objects.current().filter(person=person).only("body"))
_MANDATES = Composed(
    lambda agent, now: (
        Mandate.objects.in_force(now)
        .filter(agent=agent)
        .only("principal", "all_items", "item_codes", "powers")
        .order_by("pk")
    )
)


def guest(*, channel: Channel) -> Actor:
    """Nobody signed in."""
    return Actor(kind=ActorKind.GUEST, pseudonym="guest", channel=channel)


def actor_for(
    account: Account, *, channel: Channel, on_behalf_of: int | None = None, now: dt.datetime
) -> Actor:
    """The actor that this account is at this moment. At most four queries, whatever it may do.

    A citizen's rights come from his real name, the bodies he heads and the mandates in force; a staff
    account has the posts it holds now and nothing else, so that nobody decides in his own matter by mistake.

    Args:
        on_behalf_of: the party chosen in 为谁办, checked again on every request.

    Raises:
        AccountClosed: the account may not act.
        ActingEnded: ``on_behalf_of`` is not, or no longer, one of the parties it may act for.
    """
    if not account.is_active:
        raise AccountClosed
    if account.is_staff_account:
        return _staff(account, channel, now)
    return _citizen(account, channel, on_behalf_of, now)


def own_party(actor: Actor) -> Party | None:
    """The natural person that the actor's account is proven to be."""
    binding = Binding.objects.of_account(actor.account_id)
    return binding.party if binding else None


def own_party_id(actor: Actor) -> int | None:
    """The key of :func:`own_party`, where nothing else of him is needed."""
    bound = Binding.objects.current().filter(account=actor.account_id)
    return bound.values_list("party_id", flat=True).first()


def party_of_account(account: Account) -> Party | None:
    """The natural person that an account is proven to be."""
    binding = Binding.objects.of_account(account.pk)
    return binding.party if binding else None


def account_of(person: Party) -> Account | None:
    """The account that is proven to be this person."""
    binding = Binding.objects.current().select_related("account").filter(party=person).first()
    return binding.account if binding else None


def _staff(account: Account, channel: Channel, now: dt.datetime) -> Actor:
    """Posts give no rights while the only password is one that somebody else knows, too."""
    now_held = _HOLDINGS.all(account=account.pk, now=now, today=city_date(now))
    holdings = [] if account.has_start_password else now_held
    posts = {
        holding.post_id: PostHeld(
            post_id=holding.post_id,
            role=Role(holding.post.role),
            agency_id=holding.post.agency_id,
            region=holding.post.region.code,
        )
        for holding in holdings
    }
    return Actor(
        kind=ActorKind.STAFF,
        pseudonym=account.pseudonym,
        channel=channel,
        account_id=account.pk,
        posts=tuple(posts.values()),
        label=account.display_name,
    )


def _citizen(account: Account, channel: Channel, on_behalf_of: int | None, now: dt.datetime) -> Actor:
    binding = Binding.objects.of_account(account.pk)
    own = _own_parties(binding.party_id) if binding else frozenset()
    mandates = _mandates_of(binding.party_id, own, now) if binding else ()
    parties = own | {mandate.party_id for mandate in mandates}
    if on_behalf_of is not None and on_behalf_of not in parties:
        raise ActingEnded
    myself = binding.party_id if binding else None
    return Actor(
        kind=ActorKind.PERSON,
        pseudonym=account.pseudonym,
        channel=channel,
        account_id=account.pk,
        parties=parties,
        mandates=mandates,
        on_behalf_of=None if on_behalf_of == myself else on_behalf_of,
        level=binding.level if binding else _unproven_level(account),
        label=_label(binding, None if on_behalf_of == myself else on_behalf_of),
    )


def _label(binding: Binding | None, on_behalf_of: int | None) -> str:
    """The name that stands on every page; whoever acts for another reads for whom."""
    if binding is None:
        return ""
    if on_behalf_of is None:
        return binding.party.name
    principal = Party.objects.only("name").get(pk=on_behalf_of)
    return gettext("{name}(为{principal}办)").format(name=binding.party.name, principal=principal.name)


def _own_parties(person_id: int) -> frozenset[int]:
    """Himself and the bodies he heads."""
    return frozenset({person_id, *(each.body_id for each in _HEADED.all(person=person_id))})


def _mandates_of(person_id: int, own: frozenset[int], now: dt.datetime) -> tuple[MandateHeld, ...]:
    """What others let him do; a mandate of a body that he heads himself adds nothing."""
    return tuple(
        MandateHeld(
            party_id=mandate.principal_id,
            items=None if mandate.all_items else frozenset(mandate.item_codes),
            powers=frozenset(mandate.powers),
        )
        for mandate in _MANDATES.all(agent=person_id, now=now)
        if mandate.principal_id not in own
    )


def _unproven_level(account: Account) -> int:
    return _LEVEL_OF_A_PHONE if account.phone_digest else 0
