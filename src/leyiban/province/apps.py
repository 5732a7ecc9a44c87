from django.apps import AppConfig


class ProvinceConfig(AppConfig):
    name = "leyiban.province"
    label = "province"
    default_auto_field = "django.db.models.BigAutoField"
