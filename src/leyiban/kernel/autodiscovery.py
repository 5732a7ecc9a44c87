"""Registries fill themselves: Django imports one named module of every installed app.

``AppConfig.ready`` of ``leyiban.config`` calls :func:`discover` once, so no package has to import another
merely to make it register something.
"""

from django.utils.module_loading import autodiscover_modules

# Each registry's module name: ledger kinds, flows (with their due handlers), reactions and outbound
# followers, document templates, outbound services, job tasks, pack checks, health checks.
MODULES = ("kinds", "flow", "reactions", "papers_of_law", "services", "checks", "upkeep")


def discover() -> None:
    autodiscover_modules(*MODULES)
