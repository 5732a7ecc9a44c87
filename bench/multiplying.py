"""Many from one: copies of a person, a draft or a case, made set-based inside the database.

Each copy has its own people, numbers and ids, and everything else as its original, so what holds of the original
(its docket row follows from its clocks, its trail is gap-free) holds of the copy; ``checking`` looks at that.
Ids of copies are consecutive, so a load program can count to the next one.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import psycopg
from psycopg import sql

from bench.seals import open_in_copies
from leyiban.kernel.identifiers import new_case_no

_PREFIX = "LS"
_LAST_SERIAL = 999_999  # of a day, as the operation's own sequence has it


@dataclass(frozen=True, slots=True)
class Copies:
    """Copy number ``n`` (from 0) of a row has the id ``first + n``."""

    first: int
    count: int

    def ids(self) -> range:
        return range(self.first, self.first + self.count)


@dataclass(frozen=True, slots=True)
class Person:
    """Where somebody who acts for an enterprise lies: ids of his rows, and of the enterprise's."""

    account: int
    party: int
    enterprise: int
    binding: int
    mandate: int


class Multiplier:
    """Works on one database through a superuser's connection.

    Triggers and foreign keys are not looked at while copying (each copy refers to copies of the same original,
    or to what the original refers to); check and unique constraints are.

    Args:
        day: the copies' numbers are of the days before it, so that no act of this day meets one of them.
    """

    def __init__(self, connection: psycopg.Connection, *, day: dt.date) -> None:
        self._connection, self._day = connection, day - dt.timedelta(days=1)
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET synchronous_commit = off")
        # Serial numbers and ids of cases must not be equal by chance: a recording could not tell them apart.
        connection.execute("SELECT setval('cases_number_serial', nextval('cases_number_serial') + 100)")
        connection.execute("CREATE TEMPORARY TABLE bench_numbers (n bigint PRIMARY KEY, new_number text)")

    def people(self, original: Person, count: int) -> Person:
        """Copies of an operator with his enterprise; the returned ids are those of copy 0."""
        account = self._copy(
            "people_account",
            original.account,
            count,
            {"username": "'bench-' || {id}", "pseudonym": "md5('account ' || {id})"},
        )
        party = self._copy(
            "people_party",
            original.party,
            count,
            {"pseudonym": "md5('party ' || {id})", "id_digest": "sha256(('party ' || {id})::bytea)"},
        )
        enterprise = self._copy(
            "people_party",
            original.enterprise,
            count,
            {"pseudonym": "md5('party ' || {id})", "uscc": "'B' || lpad({id}::text, 17, '0')"},
        )
        binding = self._copy(
            "people_binding",
            original.binding,
            count,
            {"account_id": f"{account.first} + n", "party_id": f"{party.first} + n"},
        )
        mandate = self._copy(
            "people_mandate",
            original.mandate,
            count,
            {
                "key": "md5('mandate ' || {id})",
                "agent_id": f"{party.first} + n",
                "principal_id": f"{enterprise.first} + n",
            },
        )
        return Person(account.first, party.first, enterprise.first, binding.first, mandate.first)

    def drafts(self, original: int, people: Person, count: int) -> Copies:
        """Copies of a draft, one for each copy of a person. Their keys are ``bench-draft-<id>``."""
        drafts = self._copy(
            "cases_draft",
            original,
            count,
            {
                "key": "'bench-draft-' || {id}",
                "handover_code": "'bench-' || {id}",
                "account_id": f"{people.account} + n",
                "applicant_id": f"{people.enterprise} + n",
                "operator_id": f"{people.party} + n",
            },
        )
        self._copy_below("cases_draftpaper", "draft_id", original, drafts)
        return drafts

    def cases(self, original: int, count: int, *, people: Person | None = None) -> Copies:
        """Copies of a case with its papers, clocks, opinions, docket row and trail, each under its own number.

        Args:
            people: copy 0 of those for whom copy 0 is handled; None: all are for the original's applicant.
        """
        numbers = self._numbers(original, count)
        for_whom = {} if people is None else _for(people)
        cases = self._copy("cases_case", original, count, {"number": "new_number", **for_whom})
        for table, parent in (
            ("cases_caseclockevent", "matter_id"),
            ("cases_casepaper", "case_id"),
            ("cases_opinion", "case_id"),
        ):
            self._copy_below(table, parent, original, cases)
        self._copy_docket(original, cases)
        self._copy_trail(numbers, cases)
        return cases

    def figures(self) -> None:
        """The open statistics' counts of what was received, copies included; the worker would count them one by one."""
        self._connection.execute(
            "INSERT INTO cases_monthfigures (month, county, agency, item, counts, position) "
            "SELECT date_trunc('month', received_at AT TIME ZONE 'Asia/Shanghai')::date, left(filed.region, 6), uscc, "
            "code, jsonb_build_object('received', count(*)), 1 FROM cases_case filed "
            "JOIN people_agency ON people_agency.id = agency_id "
            "JOIN catalogue_itemversion version ON version.id = item_version_id "
            "JOIN catalogue_handlingitem item ON item.id = version.item_id GROUP BY 1, 2, 3, 4 "
            "ON CONFLICT (month, county, agency, item) DO UPDATE SET counts = excluded.counts"
        )

    def _copy(
        self, table: str, original: int, count: int, changes: Mapping[str, str], *, first: int = 0
    ) -> Copies:
        """Copies of the row ``original``. An expression may use ``{id}``, ``n`` and ``new_number``."""
        open_in_copies(self._connection, table=table, column="id", value=original)
        first = first or self._reserve(table, count)
        new_id = f"({first} + n)"
        columns = {name: text.format(id=new_id) for name, text in {"id": new_id, **changes}.items()}
        self._insert(
            table,
            columns,
            "FROM {table} source CROSS JOIN generate_series(0, {last}) n "
            "LEFT JOIN bench_numbers USING (n) WHERE source.id = {original} ORDER BY n",
            last=count - 1,
            original=original,
        )
        return Copies(first, count)

    def _copy_below(self, table: str, parent: str, original: int, copies: Copies) -> None:
        """Copies of the rows that belong to ``original``, each below its own copy."""
        each = self._count(table, parent, original)
        if not each:
            return
        open_in_copies(self._connection, table=table, column=parent, value=original)
        first = self._reserve(table, each * copies.count)
        self._insert(
            table,
            {"id": f"{first} + n * {each} + rank - 1", parent: f"{copies.first} + n"},
            "FROM (SELECT *, row_number() OVER (ORDER BY id) AS rank FROM {table} "
            "WHERE {parent} = {original}) source CROSS JOIN generate_series(0, {last}) n ORDER BY n, rank",
            parent=sql.Identifier(parent),
            last=copies.count - 1,
            original=original,
        )

    def _copy_docket(self, original: int, cases: Copies) -> None:
        row = self._connection.execute(
            "SELECT id FROM docket_openmatter WHERE kind = 'case' AND key = %s", [original]
        ).fetchone()
        if row is not None:
            changes = {"key": f"{cases.first} + n", "number": "new_number"}
            self._copy("docket_openmatter", row[0], cases.count, changes)

    def _copy_trail(self, number: str, cases: Copies) -> None:
        """Ledger entries with the copy's own number in their bytes, each waiting for its position."""
        entries = self._connection.execute(
            "SELECT id FROM ledger_entry WHERE subject_kind = 'case' AND subject_key = %s ORDER BY seq",
            [number],
        ).fetchall()
        old = number.replace("'", "")
        body = f"convert_to(replace(convert_from(body, 'UTF8'), '{old}', new_number), 'UTF8')"
        first = self._reserve("ledger_entry", len(entries) * cases.count)
        for (entry,) in entries:
            changes = {"subject_key": "new_number", "body": body}
            self._copy("ledger_entry", entry, cases.count, changes, first=first)
            first += cases.count
        self._connection.execute(
            "INSERT INTO ledger_pending (entry_id) SELECT id FROM ledger_entry "
            "JOIN bench_numbers ON subject_key = new_number WHERE subject_kind = 'case'"
        )

    def _numbers(self, original: int, count: int) -> str:
        """Fill ``bench_numbers`` with new case numbers of the original's county; returns the original's own."""
        found = self._connection.execute(
            "SELECT number, region FROM cases_case WHERE id = %s", [original]
        ).fetchone()
        assert found is not None
        number, region = found
        serial = self._serials(count)
        self._connection.execute("TRUNCATE bench_numbers")
        with self._connection.cursor() as cursor, cursor.copy("COPY bench_numbers FROM STDIN") as sink:
            for n in range(count):
                fresh = new_case_no(prefix=_PREFIX, county=region[:6], day=self._day, sequence=serial + n)
                sink.write_row((n, fresh))
        return str(number)

    def _serials(self, count: int) -> int:
        """The first of ``count`` serial numbers; a day that has no more of them gives way to the one before it."""
        row = self._connection.execute("SELECT last_value FROM cases_number_serial").fetchone()
        assert row is not None
        if row[0] + count > _LAST_SERIAL:
            self._day -= dt.timedelta(days=1)
            self._connection.execute("SELECT setval('cases_number_serial', 1)")
        return self._take("cases_number_serial", count)

    def _insert(self, table: str, changes: Mapping[str, str], source: str, **parts: object) -> None:
        names = self._columns(table)
        values = [
            sql.SQL(changes[name]) if name in changes else sql.Identifier("source", name) for name in names
        ]
        composed = {
            name: part if isinstance(part, sql.Composable) else sql.Literal(part)
            for name, part in parts.items()
        }
        self._connection.execute(
            sql.SQL("INSERT INTO {table} ({names}) OVERRIDING SYSTEM VALUE SELECT {values} " + source).format(
                table=sql.Identifier(table),
                names=sql.SQL(", ").join(map(sql.Identifier, names)),
                values=sql.SQL(", ").join(values),
                **composed,
            )
        )

    def _columns(self, table: str) -> Sequence[str]:
        rows = self._connection.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 "
            "AND NOT attisdropped AND attgenerated = '' ORDER BY attnum",
            [table],
        ).fetchall()
        return [name for (name,) in rows]

    def _reserve(self, table: str, count: int) -> int:
        """Take ``count`` consecutive ids out of the table's sequence; the first of them."""
        row = self._connection.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table]).fetchone()
        assert row is not None
        return self._take(row[0], count)

    def _take(self, sequence: str, count: int) -> int:
        row = self._connection.execute(
            "SELECT setval(%s, nextval(%s) + %s) - %s", [sequence, sequence, count - 1, count - 1]
        ).fetchone()
        assert row is not None
        return int(row[0])

    def _count(self, table: str, parent: str, original: int) -> int:
        row = self._connection.execute(
            sql.SQL("SELECT count(*) FROM {} WHERE {} = %s").format(
                sql.Identifier(table), sql.Identifier(parent)
            ),
            [original],
        ).fetchone()
        assert row is not None
        return int(row[0])


def _for(people: Person) -> dict[str, str]:
    return {
        "applicant_id": f"{people.enterprise} + n",
        "operator_id": f"{people.party} + n",
        "mandate_id": f"{people.mandate} + n",
        "filed_by_id": f"{people.account} + n",
    }
