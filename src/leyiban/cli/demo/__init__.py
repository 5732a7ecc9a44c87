"""``leyiban demo``: one case from the first question to its sealed licence, through the API, before your eyes."""

from leyiban.cli.demo.command import demo

__all__ = ["demo"]
