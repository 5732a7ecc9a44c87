"""Records of every case go up, and sent equals received, by the day; whatever is lost, doubled or changed is found."""

import datetime as dt
import json
from typing import Any

import pytest
from click.testing import CliRunner

from leyiban.cli.province import line as line_command
from leyiban.cli.province import reconcile as reconcile_command
from leyiban.kernel import moments
from leyiban.kernel.moments import city_date
from leyiban.province.formats import RecordKind
from leyiban.province.models import DayChecked, Record
from leyiban.province.operations import ToReport, report
from leyiban.province.upkeep import reconcile_days, records
from tests.province.conftest import Province
from tests.support.office import signed_in

pytestmark = [pytest.mark.committed, pytest.mark.usefixtures("db")]


@pytest.mark.proves("M5.3")
def test_a_planted_difference_is_found_and_mended(
    province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    """M5.3: for approvals across levels, start in time the province-city-county linkage."""
    monkeypatch.setattr(moments, "now", lambda: province.now)
    province.pulse()  # the follower begins at the ledger's end
    case = province.world.accept(province.world.submitted("public-place-hygiene"))
    province.pulse()
    base = Record.objects.get(case_number=case.number, kind=RecordKind.BASE)
    assert json.loads(base.body.reveal())["fields"]["agency"] == case.agency.uscc
    assert Record.objects.filter(arrived_at=None).count() == 0
    for number in range(4):
        report(record=_record(f"extra:{number}"), now=province.now)
    province.pulse()
    names = sorted(Record.objects.values_list("name", flat=True))
    day = Record.objects.values_list("day", flat=True).distinct().get()

    province.pulse(days=1)
    assert reconcile_days(now=province.now) == "1 days asked for"
    province.pulse()
    assert DayChecked.objects.get(day=day).agrees
    assert reconcile_days(now=province.now) == "0 days asked for"

    _spoil(province, names[0], how="lose")
    _spoil(province, names[1], how="double")
    _spoil(province, names[2], how="change", field="agency", value="11510000008502013Q")
    said = _reconcile(province, day, "--ask")
    province.pulse()
    said = _reconcile(province, day)
    assert [(each["record"], each["difference"], each["fields"]) for each in said["differences"]] == [
        (names[0], "missing", []),
        (names[1], "doubled", []),
        (names[2], "different", ["agency"]),
    ]
    assert records(now=province.now).level.value == "fail"

    desk = signed_in(province.administrator())
    page = desk.get("/workbench/province").content.decode()
    assert "省里没有" in page
    assert "统一社会信用代码" in page
    assert desk.post(f"/workbench/province/{day}/again", {"once": "a" * 32}).status_code == 303
    province.pulse(minutes=6)
    mended = _reconcile(province, day)
    assert mended["agrees"], mended
    assert (
        "不一样"
        not in desk.get("/workbench/province").content.decode().split('id="days"')[1].split("<form")[0]
    )
    assert CliRunner().invoke(line_command, ["--json"]).exit_code == 0


@pytest.mark.proves("M5.3")
def test_a_record_whose_format_is_refused_waits_for_an_operator(province: Province) -> None:
    province.street.fault("province", "wrong", way="format", count=1)
    name = report(record=_record("extra:0"), now=province.now).name
    province.pulse()
    assert Record.objects.get(name=name).failed == "unknown_format"
    with pytest.raises(ValueError, match="agency"):
        report(
            record=ToReport(name="x", case_number="x", kind=RecordKind.STEP, fields={"case": "x"}),
            now=province.now,
        )


def _record(name: str) -> ToReport:
    fields = {
        "case": "LS1",
        "agency": "11511100008501002Y",
        "step": "受理",
        "happened_at": "2026-03-09T01:30:00Z",
    }
    return ToReport(name=name, case_number="LS1", kind=RecordKind.STEP, fields=fields)


def _spoil(province: Province, name: str, **how: str) -> None:
    assert province.street.http.post(f"/province/spoil/{name}", data=how).status_code == 303


def _reconcile(province: Province, day: dt.date, *options: str) -> Any:
    assert day <= city_date(province.now)
    done = CliRunner().invoke(reconcile_command, [day.isoformat(), "--json", *options])
    return json.loads(done.stdout)
