"""All joins that follow the ledger, imported here so that autodiscovery finds them."""

from leyiban.joins import (
    afterwards_entered_is_watched,
    changed_licence_is_told,
    fraud_bars_its_holder,
    granted_case_is_published,
    granted_case_issues_licence,
    held_licence_is_renewed,
    holder_is_heard_before_revocation,
    issued_licence_readies_its_case,
    made_papers_reach_their_case,
    mandate_is_told,
    revoked_licence_gets_its_paper,
    supervision_follows_cases,
    talked_out_is_looked_at,
)

__all__ = [
    "afterwards_entered_is_watched",
    "changed_licence_is_told",
    "fraud_bars_its_holder",
    "granted_case_is_published",
    "granted_case_issues_licence",
    "held_licence_is_renewed",
    "holder_is_heard_before_revocation",
    "issued_licence_readies_its_case",
    "made_papers_reach_their_case",
    "mandate_is_told",
    "revoked_licence_gets_its_paper",
    "supervision_follows_cases",
    "talked_out_is_looked_at",
]
