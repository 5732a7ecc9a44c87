"""The database itself keeps a draw honest: no late entrant, no changed rule, no changed commitment."""

from django.db import migrations

# The row lock makes a late entrant wait for a commitment under way, and then see it.
LATE_ENTRANTS = """
CREATE FUNCTION lots_refuse_late_entry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE present text;
BEGIN
    SELECT state INTO present FROM lots_draw WHERE id = COALESCE(NEW.draw_id, OLD.draw_id) FOR SHARE;
    IF present <> 'open' THEN
        RAISE EXCEPTION 'the list of this draw is closed' USING ERRCODE = 'LYL01';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER lots_entry_in_time BEFORE INSERT OR DELETE ON lots_lotentry
    FOR EACH ROW EXECUTE FUNCTION lots_refuse_late_entry();
"""

FIXED = """
CREATE FUNCTION lots_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what a draw was opened or committed with stays as it is' USING ERRCODE = 'LYL02';
END $$;
CREATE TRIGGER lots_draw_rule_is_fixed
    BEFORE UPDATE OF number, organiser, rule, closes_at, sources_by, reveal_by ON lots_draw FOR EACH ROW
    WHEN ((OLD.number, OLD.organiser, OLD.rule, OLD.closes_at, OLD.sources_by, OLD.reveal_by)
        IS DISTINCT FROM (NEW.number, NEW.organiser, NEW.rule, NEW.closes_at, NEW.sources_by, NEW.reveal_by))
    EXECUTE FUNCTION lots_refuse_change();
CREATE TRIGGER lots_draw_commitment_is_fixed
    BEFORE UPDATE ON lots_draw FOR EACH ROW
    WHEN (OLD.state <> 'open' AND
        (OLD.entrants_root, OLD.seed_digest, OLD.commitment, OLD.committed_at)
        IS DISTINCT FROM (NEW.entrants_root, NEW.seed_digest, NEW.commitment, NEW.committed_at))
    EXECUTE FUNCTION lots_refuse_change();
CREATE TRIGGER lots_draw_end_is_final
    BEFORE UPDATE ON lots_draw FOR EACH ROW
    WHEN (OLD.state IN ('revealed', 'abandoned') AND (OLD.state <> NEW.state OR OLD.seed <> NEW.seed))
    EXECUTE FUNCTION lots_refuse_change();
CREATE TRIGGER lots_draw_stays BEFORE DELETE ON lots_draw
    FOR EACH ROW EXECUTE FUNCTION lots_refuse_change();
CREATE TRIGGER lots_entry_is_fixed
    BEFORE UPDATE ON lots_lotentry FOR EACH ROW
    WHEN ((OLD.draw_id, OLD.token, OLD.weight) IS DISTINCT FROM (NEW.draw_id, NEW.token, NEW.weight)
        OR OLD.rank IS NOT NULL)
    EXECUTE FUNCTION lots_refuse_change();
CREATE TRIGGER lots_source_is_fixed
    BEFORE UPDATE ON lots_lotsource FOR EACH ROW
    WHEN ((OLD.sealed <> '' AND OLD.sealed <> NEW.sealed) OR (OLD.value <> '' AND OLD.value <> NEW.value))
    EXECUTE FUNCTION lots_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("lots", "0001_initial")]
    operations = [migrations.RunSQL(LATE_ENTRANTS + FIXED, migrations.RunSQL.noop)]
