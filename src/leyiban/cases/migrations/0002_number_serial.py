"""The serial in case numbers: a sequence, because it takes no lock and gaps are allowed."""

from django.db import migrations

CREATE = """
CREATE SEQUENCE cases_number_serial MINVALUE 1 MAXVALUE 999999 CYCLE;
GRANT USAGE ON SEQUENCE cases_number_serial TO leyiban_app;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, "DROP SEQUENCE cases_number_serial")]
