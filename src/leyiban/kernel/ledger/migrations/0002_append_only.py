"""The database itself keeps the ledger append-only.

Two fences, because either alone has a hole: triggers refuse UPDATE, DELETE and TRUNCATE for everybody,
the owner included; and the application's role has no right to them in the first place.
"""

from django.db import migrations

APPEND_ONLY = ("ledger_entry", "ledger_position", "ledger_node", "ledger_epoch", "ledger_head")

FENCE = """
CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
"""

# SECURITY DEFINER: the application adds an entry; the pending row is not its business.
QUEUE = """
CREATE FUNCTION ledger_queue_entry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    EXECUTE format('INSERT INTO %I.ledger_pending (entry_id) VALUES ($1)', TG_TABLE_SCHEMA) USING NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_queue AFTER INSERT ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_queue_entry();
"""

GRANTS = """
REVOKE ALL ON ledger_entry, ledger_pending, ledger_position, ledger_node, ledger_epoch, ledger_head
    FROM leyiban_app, leyiban_sequencer;
GRANT SELECT ON ledger_entry, ledger_pending, ledger_position, ledger_node, ledger_epoch, ledger_head
    TO leyiban_app, leyiban_sequencer;
GRANT INSERT ON ledger_entry TO leyiban_app, leyiban_sequencer;
GRANT DELETE ON ledger_pending TO leyiban_sequencer;
GRANT INSERT ON ledger_position, ledger_node, ledger_epoch, ledger_head TO leyiban_sequencer;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO leyiban_sequencer;
"""


def fences() -> str:
    return "".join(
        f"""
CREATE TRIGGER {table}_rows BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
"""
        for table in APPEND_ONLY
    )


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunSQL(FENCE + fences() + QUEUE + GRANTS, migrations.RunSQL.noop)]
