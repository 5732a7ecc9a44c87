from django.apps import AppConfig


class LotsConfig(AppConfig):
    name = "leyiban.kernel.lots"
    label = "lots"
    default_auto_field = "django.db.models.BigAutoField"
