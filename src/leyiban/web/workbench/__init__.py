"""The workbench: what waits for a clerk or an approver, one case as papers | points | conclusion (look.md §6)."""
