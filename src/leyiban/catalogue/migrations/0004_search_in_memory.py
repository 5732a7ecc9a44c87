# Search reads texts and keeps its index in memory; the first `city load` afterwards writes the texts of every item.

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0003_event_questions'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchStamp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stamp', models.UUIDField()),
            ],
        ),
        migrations.RemoveIndex(
            model_name='itemsearch',
            name='item_search_vector',
        ),
        migrations.RemoveIndex(
            model_name='listeditem',
            name='listed_item_vector',
        ),
        migrations.RemoveField(
            model_name='itemsearch',
            name='keywords',
        ),
        migrations.RemoveField(
            model_name='itemsearch',
            name='vector',
        ),
        migrations.RemoveField(
            model_name='listeditem',
            name='vector',
        ),
        migrations.AddField(
            model_name='itemsearch',
            name='codes',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
        ),
        migrations.AddField(
            model_name='itemsearch',
            name='names',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
        ),
        migrations.AddField(
            model_name='itemsearch',
            name='said',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
        ),
        migrations.AddField(
            model_name='synonymgroup',
            name='kind',
            field=models.CharField(choices=[("same", "same"), ("spoken", "spoken"), ("later", "later")], default='same', max_length=8),
        ),
        migrations.AddConstraint(
            model_name='synonymgroup',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['same', 'spoken', 'later'])), name='synonym_kind_known'),
        ),
        migrations.AddField(
            model_name='searchstamp',
            name='city',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='search_stamp', to='catalogue.city'),
        ),
    ]
