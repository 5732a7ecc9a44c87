from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0002_append_only'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(condition=models.Q(('visibility', 'public')), fields=['kind', 'id'], name='ledger_public_by_kind'),
        ),
    ]
