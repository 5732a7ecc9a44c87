"""Internal notes: who may read one is fixed when it is written (FX.4)."""


import django.db.models.deletion
import leyiban.kernel.privacy.fields
from django.conf import settings
from django.db import migrations, models


_FIXED = "case_id, number, level, post_id, agency_id, written_by_id, written_at"
_OLD = ", ".join(f"OLD.{name.strip()}" for name in _FIXED.split(","))
_NEW = ", ".join(f"NEW.{name.strip()}" for name in _FIXED.split(","))
# Its words may be erased or sealed with a newer key; nothing else about it changes, and it stays.
NOTES_STAY = f"""
CREATE FUNCTION cases_refuse_note_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a note stays as it was written' USING ERRCODE = 'LYP01';
END $$;
CREATE TRIGGER cases_note_stays BEFORE DELETE ON cases_casenote
    FOR EACH ROW EXECUTE FUNCTION cases_refuse_note_change();
CREATE TRIGGER cases_note_is_fixed BEFORE UPDATE ON cases_casenote FOR EACH ROW
    WHEN (({_OLD}) IS DISTINCT FROM ({_NEW})) EXECUTE FUNCTION cases_refuse_note_change();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0015_green'),
        ('people', '0007_leaders'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CaseNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.IntegerField(help_text='1, 2 … within the case.')),
                ('level', models.TextField(choices=[('post', '只给本岗位'), ('agency', '本单位办理人员'), ('case', '所有能看这件的工作人员')])),
                ('text', leyiban.kernel.privacy.fields.EncryptedText()),
                ('salt', models.BinaryField()),
                ('written_at', models.DateTimeField()),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.agency')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='cases.case')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.post')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['agency', '-id'], name='case_note_of_agency'), models.Index(fields=['post', '-id'], name='case_note_of_post')],
                'constraints': [models.UniqueConstraint(fields=('case', 'number'), name='case_note_numbered')],
            },
        ),
        migrations.RunSQL(NOTES_STAY, migrations.RunSQL.noop),
    ]
