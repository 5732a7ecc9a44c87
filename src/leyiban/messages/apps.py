from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "leyiban.messages"
    label = "citizen_messages"  # the framework's own app of one-time notices is called messages
    default_auto_field = "django.db.models.BigAutoField"
