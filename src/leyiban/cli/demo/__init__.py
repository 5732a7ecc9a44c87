"""``leyiban demo``: one case from the first question to its sealed licence, through the API, before your eyes."""

from leyiban.cli.demo.command import demo, demo_code

__all__ = ["demo", "demo_code"]
