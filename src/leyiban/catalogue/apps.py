from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "leyiban.catalogue"
    label = "catalogue"
    verbose_name = "Catalogue"
    default_auto_field = "django.db.models.BigAutoField"
