"""Look into a file before it is kept: what it is, whether it opens, whether it hides or does anything."""

from leyiban.kernel.papers.inspection.verdicts import Findings, inspect

__all__ = ["Findings", "inspect"]
