"""An edition that was published can be neither changed nor taken back."""

from django.db import migrations

FENCE = """
CREATE FUNCTION calendar_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a published edition stays as it is: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER calendar_edition_rows BEFORE UPDATE OR DELETE ON calendar_calendaredition
    FOR EACH ROW EXECUTE FUNCTION calendar_refuse_change();
CREATE TRIGGER calendar_edition_whole BEFORE TRUNCATE ON calendar_calendaredition
    FOR EACH STATEMENT EXECUTE FUNCTION calendar_refuse_change();
REVOKE UPDATE, DELETE ON calendar_calendaredition FROM leyiban_app;
"""


class Migration(migrations.Migration):
    dependencies = [("calendar", "0001_initial")]
    operations = [migrations.RunSQL(FENCE, migrations.RunSQL.noop)]
