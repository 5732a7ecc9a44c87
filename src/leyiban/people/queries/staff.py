"""How members of staff are called."""

from collections.abc import Iterable

from leyiban.people.models import Account


def display_names(pseudonyms: Iterable[str]) -> dict[str, str]:
    """The names under which staff act, by the pseudonym that ledger and forms know them by. At most one query."""
    asked = set(pseudonyms)
    if not asked:
        return {}
    return dict(Account.objects.filter(pseudonym__in=asked).values_list("pseudonym", "display_name"))
