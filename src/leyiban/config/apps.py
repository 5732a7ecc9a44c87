"""The app whose readiness fills every registry of the house."""

from django.apps import AppConfig

from leyiban.config.borrowed_models import classify_borrowed_models
from leyiban.kernel.autodiscovery import discover


class ConfigConfig(AppConfig):
    """Stands last in ``INSTALLED_APPS``, so that every model is loaded when the registries fill."""

    name = "leyiban.config"
    label = "config"

    def ready(self) -> None:
        discover()
        classify_borrowed_models()
