"""A person at a browser, and what he reads there."""

import datetime as dt
import hashlib
import re
import secrets
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from django.test import Client

from leyiban.cases.models import Case, Draft
from leyiban.catalogue.rulefile import as_typed, form_pages
from leyiban.catalogue.words import Lang
from leyiban.credentials.models import Licence
from leyiban.credentials.states import LicenceStatus
from leyiban.kernel.documents.models import Document, State
from leyiban.kernel.identifiers.licences import licence_identifier
from leyiban.kernel.moments import city_date
from leyiban.kernel.papers.media import Media
from leyiban.kernel.papers.operations import keep
from leyiban.people.models import Account, Agency
from tests.cases.world import FOOD, MARKET_OFFICE, TOWNSHIP, World
from tests.support.specimen import specimen

_AS_TYPED = str.maketrans("\uff0c\uff1a\uff1b\uff1f\uff01", ",:;?!")
BACKEND = "leyiban.people.backends.PeopleBackend"


@dataclass
class Clock:
    """What the edge believes to be now."""

    now: dt.datetime

    def later(self, **delta: float) -> None:
        self.now += dt.timedelta(**delta)


def signed_in(account: Account) -> Client:
    """A browser of somebody who has signed in."""
    browser = Client()
    browser.force_login(account, backend=BACKEND)
    return browser


@dataclass
class Traveller:
    """``world`` acts for the office by operations; the person does everything through pages."""

    clock: Clock
    world: World = field(init=False)
    browser: Client = field(init=False)

    def __post_init__(self) -> None:
        self.world = World(self.clock.now)
        self.browser = signed_in(self.world.citizen)

    def later(self, **delta: float) -> None:
        self.clock.later(**delta)
        self.world.now = self.clock.now

    # ── pages ─────────────────────────────────────────────────────────────────────────────────────────

    def get(self, path: str, **query: str) -> "Page":
        return Page(self.browser.get(path, query))

    def post(self, path: str, data: dict[str, Any] | None = None, **headers: str) -> "Page":
        return Page(self.browser.post(path, data or {}, headers=headers))

    def download(self, path: str) -> "Download":
        """A file, read to its end and closed."""
        response = self.browser.get(path)
        if not response.streaming:
            return Download(response.status_code, dict(response.headers), response.content)
        content = b"".join(response.streaming_content)
        for close in response._resource_closers:  # response.close() would end the test's connection
            close()
        return Download(response.status_code, dict(response.headers), content)

    def begin(self, item: str = FOOD) -> Draft:
        """Press 开始办 for the enterprise."""
        at = f"/items/{item}/start"
        self.post(at, {"party": self.world.applicant.pseudonym}).must(303)
        return Draft.objects.get(account=self.world.citizen, item__code=item, case=None)

    def fill(self, draft: Draft, **other: Any) -> None:
        """Fill in every page of questions, as they come."""
        for path, typed in self.pages_of(draft, **other):
            version = Page(self.browser.get(path)).hidden("version")
            self.post(path, {**typed, "version": version}).must(303)

    def pages_of(self, draft: Draft, **other: Any) -> list[tuple[str, dict[str, Any]]]:
        """Each page's address and what one types on it."""
        rules, today = draft.item_version.rulefile, city_date(self.clock.now)
        answers: Any = {**specimen(rules, today=today), **other}
        pages = form_pages(rules, Lang.ZH, values=answers, today=today)
        return [
            (
                f"/drafts/{draft.key}/form/{page.key}",
                {
                    question.key: _typed(rules.question(question.key), answers[question.key])
                    for question in page.questions
                },
            )
            for page in pages
        ]

    def put_papers(self, draft: Draft) -> None:
        """A file in every slot. Looking at a file takes a process, so all but one test put it there themselves."""
        draft.refresh_from_db()
        for material in draft.item_version.rulefile.materials:
            if not material.situations and material.when is None:
                self.world.put_paper(draft, material.key)

    def submit(self, draft: Draft, way: str = "electronic") -> "Page":
        at = f"/drafts/{draft.key}/check"
        page = self.get(at)
        return self.post(
            at, {"delivery_way": way, "once": page.hidden("once"), "version": page.hidden("version")}
        )

    def licence(self, type_code: str, **changes: Any) -> Licence:
        """A sealed licence of the enterprise, as the office's store would hold it."""
        content = f"sealed {type_code}".encode()
        paper = keep(content=content, media=Media.PDF, pages=1, now=self.clock.now)
        document = Document.objects.create(
            key=secrets.token_hex(16),
            template="licence",
            template_version=1,
            matter_kind="case",
            matter_key=f"of {type_code}",
            occasion="grant",
            agency_key=MARKET_OFFICE,
            office_name="市场监管局",
            number=f"证{type_code}",
            dated=city_date(self.clock.now),
            state=State.MADE,
            requested_at=self.clock.now,
            paper=paper,
            made_at=self.clock.now,
        )
        issuer = Agency.objects.get(uscc=MARKET_OFFICE)
        facts: dict[str, Any] = {
            "identifier": licence_identifier(type_code=type_code, issuer=issuer.uscc, serial="2026000001"),
            "type_code": type_code,
            "name": "营业执照",
            "number": "第1号",
            "holder": self.world.applicant,
            "holder_label": self.world.applicant.name,
            "issuer": issuer,
            "case_number": f"of {type_code}",
            "surface": "[]",
            "issued_on": city_date(self.clock.now),
            "valid_from": city_date(self.clock.now),
            "status": LicenceStatus.VALID,
            "document": document,
            "digest": f"sha256:{hashlib.sha256(content).hexdigest()}",
        }
        return Licence.objects.create(**facts | changes)

    def submitted(self) -> Case:
        """A case, handed in through the pages."""
        draft = self.begin()
        self.fill(draft)
        self.put_papers(draft)
        self.submit(draft).must(303)
        return Case.objects.get(applicant=self.world.applicant)


def _typed(question: Any, answer: Any) -> Any:
    if isinstance(answer, list):
        return answer
    return [TOWNSHIP[:6], TOWNSHIP] if question.type == "region" else as_typed(question, answer)


@dataclass(frozen=True)
class Download:
    status: int
    headers: dict[str, str]
    content: bytes


class Page:
    """An answer, as somebody reads it."""

    def __init__(self, response: Any) -> None:
        self.response = response
        self.status: int = response.status_code

    @property
    def html(self) -> str:
        return str(self.response.content.decode())

    @property
    def text(self) -> str:
        """What a reader sees, without markup and blanks; marks as they are typed, not as they are set."""
        body = re.sub(r"<(script|style|head)\b.*?</\1>", " ", self.html, flags=re.DOTALL)
        return "".join(unescape(re.sub(r"<[^>]+>", " ", body)).split()).translate(_AS_TYPED)

    @property
    def leads_to(self) -> str:
        return str(self.response["Location"])

    def must(self, status: int) -> "Page":
        assert self.status == status, (self.status, self.text[:2000])
        return self

    def hidden(self, name: str) -> str:
        found = re.search(rf'name="{name}" value="([^"]*)"', self.html)
        assert found, f"the page has no field {name}: {self.text[:500]}"
        return unescape(found[1])

    def links(self) -> set[str]:
        return {unescape(link) for link in re.findall(r'href="([^"]*)"', self.html)}
