"""All joins that follow the ledger, imported here so that autodiscovery finds them."""

from leyiban.joins import (
    granted_case_issues_licence,
    issued_licence_readies_its_case,
    made_papers_reach_their_case,
)

__all__ = [
    "granted_case_issues_licence",
    "issued_licence_readies_its_case",
    "made_papers_reach_their_case",
]
