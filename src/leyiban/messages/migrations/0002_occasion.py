"""Once per cause, also after the party is erased: by a keyed digest instead of the party itself."""

import json

from django.db import migrations, models

import leyiban.kernel.privacy.fields
from leyiban.kernel.crypto import digest_of


def fill(apps, schema_editor):
    """An erased message has no party left: its own key makes its digest unique."""
    messages = apps.get_model("citizen_messages", "Message").objects.using(schema_editor.connection.alias)
    for message in messages.iterator():
        party = message.party_id if message.text is not None else message.public_key
        value = json.dumps([message.cause, message.template, party])
        message.occasion = digest_of(value, domain="message.occasion")
        message.save(update_fields=["occasion"])


class Migration(migrations.Migration):
    dependencies = [("citizen_messages", "0001_initial")]
    operations = [
        migrations.RemoveConstraint("message", "message_once_per_cause"),
        migrations.AddField(
            "message", "occasion", leyiban.kernel.privacy.fields.KeyedDigest(max_length=32, null=True)
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.AlterField("message", "occasion", leyiban.kernel.privacy.fields.KeyedDigest(max_length=32)),
        migrations.AddConstraint(
            "message", models.UniqueConstraint(fields=("occasion",), name="message_once_per_occasion")
        ),
    ]
