"""A person's number never reaches a log, however deep it hides and whoever logs it."""

import io
import json
import logging

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from leyiban.config.log_setup import json_formatter, redact, redact_personal_numbers

ID, MOBILE = "51110219491231002X", "13800138000"


@pytest.mark.parametrize(
    "text",
    [
        ID,
        f"身份证{ID},",
        f"id={ID.lower()}",
        "511102 19491231 002X",
        MOBILE,
        "+86 138-0013-8000",
        f"电话{MOBILE}。",
    ],
)
def test_numbers_of_people_disappear(text: str) -> None:
    shown = redact(text)
    assert not any(part in shown for part in ("19491231", "0013", "8000"))
    assert "[" in shown


@pytest.mark.parametrize(
    "text",
    [
        "91511100MA6280TX9K",  # an enterprise's code is public
        "2026-03-09T01:30:00.123456Z",
        "case LS20260309-000123",
        "sha256:" + "1380013800013800138000" * 2,
        "entry 123456789012",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert redact(text) == text


def test_depth_and_kind_do_not_hide_a_number() -> None:
    event = {
        "event": "x",
        "facts": {"who": [{"id": ID}], MOBILE: ("a", MOBILE)},
        "number": int(MOBILE),
        "error": ValueError(f"bad {ID}"),
    }
    shown = json.dumps(redact_personal_numbers(None, "info", event), ensure_ascii=False)
    assert ID not in shown
    assert MOBILE not in shown


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=8), st.lists, max_leaves=6))
def test_what_holds_no_number_passes_unchanged(value: object) -> None:
    event = redact_personal_numbers(None, "info", {"value": value})
    assert json.dumps(event["value"]) == json.dumps(value) or "[" in json.dumps(event["value"])


def test_records_of_other_libraries_are_redacted_too() -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(json_formatter())
    logger = logging.getLogger("somebody.else")
    logger.addHandler(handler)
    logger.propagate = False
    try:
        try:
            raise ValueError(f"no such person {ID}")
        except ValueError:
            logger.exception("failed for %s", MOBILE)
    finally:
        logger.removeHandler(handler)
        logger.propagate = True
    line = json.loads(stream.getvalue())
    assert line["event"] == "failed for [mobile]"
    assert "no such person [resident id]" in line["exception"]


def test_a_row_that_the_database_refused_stays_out_of_the_log(db: None) -> None:
    """Names and documents other than resident cards have no pattern to be found by."""
    row = "INSERT INTO throttles_tries (throttle, subject, began_at, count) VALUES ('欧阳秘密\n\n乐山路1号', '', now(), -1)"
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(json_formatter())
    logger = logging.Logger("rows")
    logger.addHandler(handler)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(row)
    except IntegrityError:
        logger.exception("refused")
    told = json.loads(stream.getvalue())["exception"]
    assert "violates check constraint" in told
    assert told.count("[row withheld]") == 2
    assert "The above exception" in told
    assert "欧阳" not in told
    assert "乐山路" not in told


def test_a_statement_with_its_values_stays_out_of_the_log() -> None:
    text = (
        "psycopg.DataError: out of range\nLINE 1: ... name = '欧阳秘密'\n      ^\n\nThe above exception was"
    )
    assert redact(text) == "psycopg.DataError: out of range\n[row withheld]\n\nThe above exception was"
