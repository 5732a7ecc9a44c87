from django.apps import AppConfig


class PacksConfig(AppConfig):
    name = "leyiban.packs"
    label = "packs"
    verbose_name = "City packs"
    default_auto_field = "django.db.models.BigAutoField"
