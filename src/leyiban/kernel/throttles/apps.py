from django.apps import AppConfig


class ThrottlesConfig(AppConfig):
    name = "leyiban.kernel.throttles"
    label = "throttles"
    default_auto_field = "django.db.models.BigAutoField"
