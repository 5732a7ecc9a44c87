from django.apps import AppConfig


class JoinsConfig(AppConfig):
    name = "leyiban.joins"
    label = "joins"
