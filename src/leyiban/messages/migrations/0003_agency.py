"""Whose matter a message is about: not every office of an area has anything to do with it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("citizen_messages", "0002_occasion"), ("people", "0001_initial")]
    operations = [
        migrations.AddField(
            "message",
            "agency",
            models.ForeignKey(
                help_text="Who handles the matter, if an agency does.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.agency",
            ),
        ),
    ]
