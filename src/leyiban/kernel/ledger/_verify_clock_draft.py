"""The clock part of ``verify.py``, handed over to be merged there (``check`` and ``Refused`` are its own).

It shares no code with ``leyiban.kernel.clocks`` and goes about it another way: it writes out every paused
day, ticks through the calendar one day at a time, and adds up running time between moments.
"""

import datetime as dt
import hashlib
import json

CITY_OFFSET = dt.timedelta(hours=8)
ONE_DAY = dt.timedelta(days=1)
CLOCK_ORDER = ("start", "extend", "pause", "resume", "stop")
MOMENT = "%Y-%m-%dT%H:%M:%S.%fZ"


class Refused(Exception):
    pass


def check(condition, what):
    if not condition:
        raise Refused(what)


# --- the clock --------------------------------------------------------------------------------------------


class CalendarEnds(Exception):
    """The calendar has no table for the year."""


def moment(text):
    return dt.datetime.strptime(text, MOMENT).replace(tzinfo=dt.UTC)


def city_day(text):
    return (moment(text) + CITY_OFFSET).date()


def is_working_day(calendar, day):
    layers = calendar["layers"]
    announcing = [layer["years"] for layer in layers if layer["years"]]
    if not announcing or not all(day.year in years for years in announcing):
        raise CalendarEnds(day.year)
    for layer in layers:
        kind = layer["days"].get(day.isoformat())
        if kind is not None:
            return kind == "workday"
    return day.isoweekday() <= 5


def office_hour(calendar, day, which):
    """Opening (1) or closing (2) of that day, in UTC."""
    rows = next(layer["hours"] for layer in calendar["layers"] if layer["hours"])
    valid = [row for row in sorted(rows) if row[0] <= day.isoformat()] or [min(rows)]
    hour, minute = valid[-1][which].split(":")
    return dt.datetime(day.year, day.month, day.day, int(hour), int(minute), tzinfo=dt.UTC) - CITY_OFFSET


def received_day(calendar, text):
    day = city_day(text)
    said = [layer["late_counts_next_day"] for layer in calendar["layers"] if "late_counts_next_day" in layer]
    if said and not said[0]:
        return day
    if is_working_day(calendar, day) and moment(text) <= office_hour(calendar, day, 2):
        return day
    day += ONE_DAY
    while not is_working_day(calendar, day):
        day += ONE_DAY
    return day


def read_clock(events):
    """(start, whole amount, pauses as [from, to or None], stop) of one clock, rules of law held against it."""
    events = sorted(events, key=lambda event: (event["happened_at"], CLOCK_ORDER.index(event["kind"])))
    check(events and events[0]["kind"] == "start", "a clock that moves before it starts")
    start, amount, pauses, running, extended = events[0], events[0]["amount"], [], {}, False
    for event in events[1:]:
        kind, ground = event["kind"], event.get("ground", "")
        if kind == "start":
            raise Refused("a clock that starts twice")
        if kind == "extend":
            check(not extended and event["unit"] == start["unit"], "an extension that the law does not allow")
            extended, amount = True, amount + event["amount"]
        elif kind == "pause":
            check(ground in start.get("grounds", []), f"a pause on a ground that is not listed: {ground}")
            on_time = event.get("evidence") and event.get("evidence_at", "9") <= event["happened_at"]
            check(on_time, "a pause without a notice that came before it")
            pauses.append([event["happened_at"], None])
            running.setdefault(ground, []).append(pauses[-1])
        elif kind == "resume":
            check(running.get(ground), f"a clock that resumes without a pause: {ground}")
            running[ground].pop(0)[1] = event["happened_at"]
        else:
            for pause in pauses:
                pause[1] = pause[1] or event["happened_at"]
            break
    return start, amount, pauses


def due_by_days(start, amount, pauses, calendar):
    day = (
        received_day(calendar, start["happened_at"])
        if start.get("receipt")
        else city_day(start["happened_at"])
    )
    paused, standstill = set(), None
    for since, until in pauses:
        at = city_day(since)
        if moment(since) > office_hour(calendar, at, 2):
            at += ONE_DAY
        if until is None:
            standstill = min(standstill or at, at)
        while until is not None and at <= city_day(until):
            paused.add(at)
            at += ONE_DAY
    if start["unit"] == "month":
        month = day.year * 12 + day.month - 1 + amount
        first_of_next = dt.date((month + 1) // 12, (month + 1) % 12 + 1, 1)
        last = first_of_next - ONE_DAY
        amount = (last.replace(day=min(day.day, last.day)) - day).days
    while amount:
        day += ONE_DAY
        if standstill and day >= standstill:
            return None
        counts = start["unit"] != "working_day" or day in paused or is_working_day(calendar, day)
        amount -= counts and day not in paused
    while not (standstill and day >= standstill) and (day in paused or not is_working_day(calendar, day)):
        day += ONE_DAY
    return None if standstill and day >= standstill else office_hour(calendar, day, 2)


def due_by_the_hour(start, amount, pauses, calendar):
    left = dt.timedelta(**{start["unit"] + "s": amount})
    at = moment(start["happened_at"])
    if start.get("receipt"):
        day = received_day(calendar, start["happened_at"])
        at = at if day == city_day(start["happened_at"]) else office_hour(calendar, day, 1)
    turns = [(moment(since), 1) for since, _ in pauses] + [
        (moment(until), -1) for _, until in pauses if until
    ]
    depth = 0
    for turn, step in sorted(turns, key=lambda each: (each[0], -each[1])):
        if depth == 0 and turn > at:
            if left <= turn - at:
                return at + left
            left -= turn - at
        at, depth = max(at, turn), depth + step
    return None if depth else at + left


def due_moment(events, calendar):
    """When the clock of these events falls due, or None: it stands still, or the calendar ends before.

    ``events`` are canonical clock events of one clock, in any order; ``calendar`` is ``calendar.json``.
    """
    start, amount, pauses = read_clock(events)
    due = due_by_the_hour if start["unit"] in ("hour", "minute") else due_by_days
    try:
        moment_due = due(start, amount, pauses, calendar)
    except CalendarEnds:
        return None
    return moment_due and moment_due.strftime(MOMENT)


def check_calendar(calendar, context):
    """Every layer of the calendar file is one that the ledger published."""
    published = {entry["facts"]["digest"] for entry in context if entry["kind"] == "calendar.published/1"}
    for layer in calendar["layers"]:
        exact = json.dumps(layer, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
        digest = "sha256:" + hashlib.sha256(exact).hexdigest()
        check(digest in published, f"calendar: the layer {layer['scope']} is not one the ledger published")


def replay_clocks(entries, context, directory):
    """(clock, due moment or why there is none) of every clock in the trail."""
    events = [event for entry in entries for event in entry.get("clocks", [])]
    if not events:
        return
    calendar = json.loads((directory / "calendar.json").read_text(encoding="utf-8"))
    check_calendar(calendar, context)
    for clock in sorted({event["clock"] for event in events}):
        due = due_moment([event for event in events if event["clock"] == clock], calendar)
        yield clock, due or "no due moment: it stands still, or the calendar ends before it"
