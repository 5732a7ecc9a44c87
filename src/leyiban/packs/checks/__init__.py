"""Whether the files of a pack agree with one another. Every check is a small function over the whole pack."""

from collections.abc import Callable, Iterator

from leyiban.catalogue.problems import Problem
from leyiban.packs.checks import (
    agencies,
    burden,
    city,
    green,
    items,
    messages,
    places,
    replacing,
    themes,
    variants,
)
from leyiban.packs.pack import Pack

Check = Callable[[Pack], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
    city.region_is_loaded,
    city.hours_are_in_order,
    city.calendar_scopes_exist,
    city.rules_hold_here,
    city.grants_have_a_limit_of_publication,
    messages.quiet_hours_are_hours,
    messages.own_words_fit_a_message,
    agencies.keys_and_codes_are_unique,
    agencies.codes_are_right,
    agencies.regions_exist,
    agencies.superiors_exist,
    agencies.phones_are_right,
    agencies.posts_exist,
    agencies.handling_agencies_have_a_leader,
    agencies.seals_exist,
    places.outlets_exist_once,
    places.windows_exist_once,
    themes.themes_exist_once,
    themes.elsewhere_stands_once,
    themes.members_are_items,
    themes.questions_lead_to_items,
    themes.order_is_acyclic,
    items.codes_are_unique,
    items.rule_files_are_right,
    items.another_item_is_there,
    items.bodies_are_agencies,
    items.bodies_have_posts,
    items.other_offices_are_there,
    items.outlets_are_known,
    replacing.licences_are_issued_here,
    burden.own_licences_are_not_asked_for,
    burden.shared_papers_are_shared_everywhere,
    green.seven_kinds_are_there,
    green.others_rest_on_a_decision,
    green.classes_fit_the_pack,
    green.contacts_are_of_agencies,
    variants.variants_are_lawful,
)

__all__ = ["CHECKS", "check_pack"]


def check_pack(pack: Pack) -> list[Problem]:
    """Every disagreement, unordered."""
    return [problem for check in CHECKS for problem in check(pack)]
