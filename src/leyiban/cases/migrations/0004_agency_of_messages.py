"""Messages that were sent before they knew their agency learn it from their case."""

from django.db import migrations

_FILL = """
    UPDATE citizen_messages_message SET agency_id = cases_case.agency_id
    FROM cases_case
    WHERE matter_kind = 'case' AND matter_key = cases_case.id AND citizen_messages_message.agency_id IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_post_address"), ("citizen_messages", "0003_agency")]
    operations = [migrations.RunSQL(_FILL, migrations.RunSQL.noop, elidable=True)]
