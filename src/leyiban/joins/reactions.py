"""All joins that follow the ledger, imported here so that autodiscovery finds them."""

from leyiban.joins import (
    changed_licence_is_told,
    granted_case_is_published,
    granted_case_issues_licence,
    issued_licence_readies_its_case,
    made_papers_reach_their_case,
    mandate_is_told,
)

__all__ = [
    "changed_licence_is_told",
    "granted_case_is_published",
    "granted_case_issues_licence",
    "issued_licence_readies_its_case",
    "made_papers_reach_their_case",
    "mandate_is_told",
]
