"""A use of a seal is written once: the application's role may neither change nor remove it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("seals", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "REVOKE UPDATE, DELETE, TRUNCATE ON seals_sealuse FROM leyiban_app",
            "GRANT UPDATE, DELETE ON seals_sealuse TO leyiban_app",
        )
    ]
