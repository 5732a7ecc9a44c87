"""Everything a rule file must satisfy before it may be published, each check a small function.

The shape is already right when these run (``reading.py``); here it is asked whether the parts agree with
one another and with the law's demands on a guide.
"""

from leyiban.catalogue.problems import Problem
from leyiban.catalogue.rulefile.checks import (
    burden,
    codes,
    joint,
    lawbook,
    materials,
    planning,
    publication,
    questions,
    reduction,
    replacing,
    results,
    wording,
)
from leyiban.catalogue.rulefile.checks.subject import Check, Lawbook, LawbookEntry, Subject
from leyiban.catalogue.rulefile.reading import Reading

CHECKS: tuple[Check, ...] = (
    codes.item_type,
    codes.implementation_codes,
    codes.licence_types,
    questions.keys_are_unique,
    questions.conditions_look_back,
    questions.bounds_make_sense,
    questions.examples_are_right,
    questions.known_facts_fit,
    questions.competence_is_a_region,
    burden.held_facts_come_filled_in,
    burden.nothing_is_asked_twice,
    burden.nothing_is_asked_that_a_number_says,
    materials.keys_are_unique,
    materials.no_catch_alls,
    materials.necessity_is_decided,
    materials.situations_exist,
    materials.conditions_fit,
    materials.generated_forms_are_forms,
    planning.tasks_are_unique,
    planning.order_is_acyclic,
    planning.one_decision_at_the_end,
    planning.posts_may_do_it,
    planning.tasks_fit_the_promise,
    planning.points_look_at_something,
    joint.offices_are_named,
    joint.joint_tasks_have_terms,
    joint.final_review_decides,
    joint.pre_review_comes_first,
    joint.joint_plans_are_not_cut_short,
    results.licence_where_there_is_one,
    results.only_licences_guard_safety,
    results.only_slow_licences_touch_others,
    results.delivery_is_lawful,
    results.procedures_are_unique,
    results.dates_run_forward,
    replacing.renews_or_changes_a_licence,
    replacing.only_they_fill_in_from_a_licence,
    publication.instant_means_at_once,
    publication.promise_within_statute,
    publication.result_name_fits,
    publication.trips_have_reasons,
    publication.no_trip_needs_a_way,
    publication.online_depth,
    publication.fees_complete,
    publication.phones_differ,
    publication.topics_fit_served,
    publication.licence_has_steps_and_questions,
    publication.result_has_sample,
    publication.required_paper_is_shown,
    reduction.papers_before_are_accounted_for,
    reduction.steps_before_are_accounted_for,
    lawbook.rules_exist,
    wording.no_banned_words,
)

__all__ = ["CHECKS", "Lawbook", "LawbookEntry", "Subject", "check_rulefile"]


def check_rulefile(reading: Reading, *, lawbook: Lawbook | None = None) -> tuple[Problem, ...]:
    """Every problem of one rule file, in the order of its lines. Empty means: fit for publication."""
    if reading.rulefile is None or reading.source is None:
        return reading.problems
    subject = Subject(rulefile=reading.rulefile, source=reading.source, lawbook=lawbook)
    found = [problem for check in CHECKS for problem in check(subject)]
    return tuple(sorted(found, key=lambda problem: problem.line))
