from django.apps import AppConfig


class DocketConfig(AppConfig):
    name = "leyiban.kernel.docket"
    label = "docket"
    default_auto_field = "django.db.models.BigAutoField"
