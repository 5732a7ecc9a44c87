"""What was published stays as it was published: a row ends, its personal cells may be erased, nothing else changes."""

from django.db import migrations

_FIXED = (
    "publication_id, number, since, cause, columns, digest, party_kind, party_code, document_name, "
    "document_number, licence_class, certificate_name, certificate_number, content, decided_on, valid_from, "
    "valid_until, agency, agency_code, standing, source, source_code"
)
_OLD = ", ".join(f"OLD.{name.strip()}" for name in _FIXED.split(","))
_NEW = ", ".join(f"NEW.{name.strip()}" for name in _FIXED.split(","))

ROWS_STAY = f"""
CREATE FUNCTION publicity_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was published stays as it was published' USING ERRCODE = 'LYP01';
END $$;
CREATE TRIGGER publicity_row_stays BEFORE DELETE ON publicity_publishedrow
    FOR EACH ROW EXECUTE FUNCTION publicity_refuse_change();
CREATE TRIGGER publicity_row_is_fixed BEFORE UPDATE ON publicity_publishedrow FOR EACH ROW
    WHEN (({_OLD}) IS DISTINCT FROM ({_NEW})
        OR (OLD.until IS NOT NULL AND OLD.until IS DISTINCT FROM NEW.until)
        OR (OLD.party_name <> NEW.party_name AND NEW.party_name <> '')
        OR (OLD.party_head <> NEW.party_head AND NEW.party_head <> '')
        OR (OLD.reason <> NEW.reason AND NEW.reason <> ''))
    EXECUTE FUNCTION publicity_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("publicity", "0001_initial")]
    operations = [migrations.RunSQL(ROWS_STAY, migrations.RunSQL.noop)]
