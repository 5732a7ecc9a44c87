"""Messages to operators that were sent before they knew their principal learn it from their case. Whoever showed his
authority on paper keeps his own, as he did."""

from django.db import migrations

_FILL = """
    UPDATE citizen_messages_message SET principal_id = cases_case.applicant_id
    FROM cases_case LEFT JOIN people_account ON people_account.id = cases_case.filed_by_id
    WHERE matter_kind = 'case' AND matter_key = cases_case.id
      AND citizen_messages_message.party_id <> cases_case.applicant_id
      AND NOT (cases_case.mandate_id IS NULL AND COALESCE(people_account.kind, '') = 'staff')
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_agency_of_messages"),
        ("citizen_messages", "0004_principal"),
        ("people", "0002_recovery"),
    ]
    operations = [migrations.RunSQL(_FILL, migrations.RunSQL.noop, elidable=True)]
