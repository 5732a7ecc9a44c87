from django.apps import AppConfig


class LawbookConfig(AppConfig):
    name = "leyiban.kernel.lawbook"
    label = "lawbook"
    default_auto_field = "django.db.models.BigAutoField"
