"""All joins that follow the ledger, imported here so that autodiscovery finds them."""

from leyiban.joins import granted_case_issues_licence, made_papers_reach_their_case

__all__ = ["granted_case_issues_licence", "made_papers_reach_their_case"]
