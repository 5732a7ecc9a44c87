from django.apps import AppConfig


class PublicityConfig(AppConfig):
    name = "leyiban.publicity"
    label = "publicity"
    default_auto_field = "django.db.models.BigAutoField"
