"""The docket: one narrow row per open matter of any domain. Work list and due loop read only this."""
