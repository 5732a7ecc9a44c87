"""From the pack's own words to the rows that people and the catalogue load. Pure."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from leyiban.catalogue.operations import (
    CityRow,
    ContactRow,
    ElsewhereRow,
    OutletRow,
    SynonymRow,
    ThemeMemberRow,
    ThemeRow,
    WindowRow,
)
from leyiban.kernel.calendar.days import OfficeHours
from leyiban.kernel.lawbook.rules import Mark, RuleInForce
from leyiban.packs.files import ElsewhereEntry, OutletEntry, ThemeEntry
from leyiban.packs.pack import Pack, agency_by_key
from leyiban.people.operations import AgencyRow, PostRow, RegionRow
from leyiban.seals.life import SealKind


@dataclass(frozen=True, slots=True)
class SealOrder:
    """One seal of one agency; ``agency_key`` is its credit code."""

    agency_key: str
    agency_name: str
    kind: SealKind


_SINCE = dt.date(2019, 1, 1)  # before any matter that is handled here


def region_rows(pack: Pack) -> list[RegionRow]:
    return [
        RegionRow(
            code=region.code,
            name=region.name,
            name_en=region.name_en,
            level=region.level,
            parent=region.parent,
        )
        for region in pack.regions.by_code.values()
    ]


def agency_rows(pack: Pack) -> list[AgencyRow]:
    usccs = agency_by_key(pack)
    return [
        AgencyRow(
            uscc=agency.uscc,
            name=agency.name.zh,
            name_en=agency.name.en or "",
            short_name=agency.short_name,
            region=agency.region,
            superior=usccs[agency.superior] if agency.superior else "",
            address=agency.address,
            advice_phones=agency.consult_phones,
            complaint_phones=agency.complaint_phones,
            valid_from=agency.valid_from,
            valid_to=agency.valid_to,
        )
        for agency in pack.agencies.model.agencies
    ]


def post_rows(pack: Pack) -> list[PostRow]:
    """The usual posts of every agency (``leshan.shizhong-market.reviewer``), then the single ones."""
    city, usccs = pack.city.model.key, agency_by_key(pack)
    usual = [
        PostRow(
            code=f"{city}.{key}.{pattern.role.value}",
            name=pattern.name.zh,
            name_en=pattern.name.en or "",
            agency=uscc,
            role=pattern.role,
        )
        for key, uscc in usccs.items()
        for pattern in pack.posts.model.every_agency
    ]
    single = [
        PostRow(
            code=f"{city}.{post.key}",
            name=post.name.zh,
            name_en=post.name.en or "",
            agency=usccs[post.agency],
            role=post.role,
            region=post.region or "",
        )
        for post in pack.posts.model.posts
    ]
    return usual + single


def contact_rows(pack: Pack) -> list[ContactRow]:
    """Whom the offices name for the green channel."""
    usccs = agency_by_key(pack)
    contacts = pack.green.model.contacts if pack.green is not None else ()
    return [
        ContactRow(agency=usccs[each.agency], name=each.name.zh, name_en=each.name.en or "", phone=each.phone)
        for each in contacts
    ]


def office_hours(pack: Pack) -> tuple[OfficeHours, ...]:
    return tuple(
        OfficeHours(
            since=hours.since,
            opens=dt.time.fromisoformat(hours.opens),
            closes=dt.time.fromisoformat(hours.closes),
        )
        for hours in pack.city.model.office_hours
    )


def rules(pack: Pack) -> list[RuleInForce]:
    """The city's lawbook: ``rules.csv``, and what ``city.yaml`` says that programs ask the lawbook for."""
    city = pack.city.model
    said = (("message.sign", city.sms_sign), ("message.phone", city.hotline))
    return [
        *pack.rules.rules,
        *(
            RuleInForce(
                key=key,
                value=value,
                valid_from=_SINCE,
                region=city.region,
                basis="city.yaml",
                mark=Mark.DESIGN,
            )
            for key, value in said
        ),
    ]


def city_row(pack: Pack) -> CityRow:
    city = pack.city.model
    return CityRow(
        key=city.key,
        region=city.region,
        name=city.name.zh,
        name_en=city.name.en or "",
        hosts=city.hosts,
        number_prefix=city.number_prefix,
        sms_sign=city.sms_sign,
        hotline=city.hotline,
        area_code=city.area_code,
        entrances=tuple(entrance.model_dump(mode="json") for entrance in city.entrances),
        wording={key: text.model_dump(mode="json") for key, text in pack.wording.model.texts.items()},
    )


def outlet_rows(pack: Pack) -> list[OutletRow]:
    usccs = agency_by_key(pack)
    return [_outlet(outlet, usccs) for outlet in pack.outlets.model.outlets]


def _outlet(outlet: OutletEntry, usccs: Mapping[str, str]) -> OutletRow:
    return OutletRow(
        key=outlet.key,
        kind=outlet.kind.value,
        name=outlet.name.zh,
        name_en=outlet.name.en or "",
        region=outlet.region,
        address=outlet.address.zh,
        address_en=outlet.address.en or "",
        hours=outlet.hours.zh,
        hours_en=outlet.hours.en or "",
        phone=outlet.phone,
        windows=tuple(
            WindowRow(
                number=window.number,
                name=window.name.zh,
                name_en=window.name.en or "",
                agency=usccs[window.agency] if window.agency else "",
            )
            for window in outlet.windows
        ),
    )


def synonym_rows(pack: Pack) -> list[SynonymRow]:
    return [SynonymRow(kind=group.kind, words=group.words) for group in pack.synonyms.groups]


def elsewhere_rows(pack: Pack) -> list[ElsewhereRow]:
    return [_elsewhere(subject) for subject in pack.elsewhere.model.subjects]


def _elsewhere(subject: ElsewhereEntry) -> ElsewhereRow:
    return ElsewhereRow(
        key=subject.key,
        name=subject.name.zh,
        name_en=subject.name.en or "",
        advice=subject.advice.zh,
        advice_en=subject.advice.en or "",
        phone=subject.phone or "",
        words_for=subject.words_for,
    )


def theme_rows(pack: Pack) -> list[ThemeRow]:
    return [_theme(theme) for theme in pack.themes.model.themes]


def _theme(theme: ThemeEntry) -> ThemeRow:
    return ThemeRow(
        key=theme.key,
        name=theme.name.zh,
        name_en=theme.name.en or "",
        hint=theme.hint.zh if theme.hint else "",
        hint_en=(theme.hint.en or "") if theme.hint else "",
        audience=theme.audience.value,
        icon=theme.icon,
        words_for=theme.words_for,
        questions=tuple(question.model_dump(mode="json", exclude_none=True) for question in theme.questions),
        members=tuple(
            ThemeMemberRow(
                item=member.item,
                optional=member.optional,
                when=member.when.as_json() if member.when else None,
            )
            for member in theme.items
        ),
    )


def seal_orders(pack: Pack) -> list[SealOrder]:
    """Every seal the pack calls for, each once: those of agencies that handle an item, then single ones."""
    seals = pack.seals.model
    handling = {body.agency for item in pack.items for body in item.rulefile.implementing}
    orders: dict[SealOrder, None] = {}
    for agency in pack.agencies.model.agencies:
        usual = seals.handling_agencies if agency.key in handling else ()
        for kind in (*usual, *seals.agencies.get(agency.key, ())):
            orders[SealOrder(agency_key=agency.uscc, agency_name=agency.name.zh, kind=kind)] = None
    return list(orders)
