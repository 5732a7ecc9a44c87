"""An edition that was published can be neither changed nor taken back."""

from django.db import migrations

FENCE = """
CREATE FUNCTION lawbook_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a published edition stays as it is: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER lawbook_edition_rows BEFORE UPDATE OR DELETE ON lawbook_lawbookedition
    FOR EACH ROW EXECUTE FUNCTION lawbook_refuse_change();
CREATE TRIGGER lawbook_edition_whole BEFORE TRUNCATE ON lawbook_lawbookedition
    FOR EACH STATEMENT EXECUTE FUNCTION lawbook_refuse_change();
REVOKE UPDATE, DELETE ON lawbook_lawbookedition FROM leyiban_app;
"""


class Migration(migrations.Migration):
    dependencies = [("lawbook", "0001_initial")]
    operations = [migrations.RunSQL(FENCE, migrations.RunSQL.noop)]
