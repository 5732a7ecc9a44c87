"""A clerk at a window, and what he does for whoever stands there."""

from dataclasses import dataclass
from typing import Any

from leyiban.cases.models import Draft
from leyiban.catalogue.rulefile import as_typed
from leyiban.kernel.moments import city_date
from leyiban.kernel.papers.media import Media
from leyiban.kernel.papers.operations import keep
from leyiban.people.models import Party
from tests.cases.world import FOOD, TOWNSHIP
from tests.people.people import resident_id
from tests.support.specimen import specimen
from tests.web.journey.traveller import Page
from tests.web.workbench.hall import Desk, Hall

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde"
    b"\x00\x00\x00\x0cIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xdc\xccY\xe7\x00\x00\x00\x00IEND\xaeB`\x82"
)


@dataclass
class Window:
    hall: Hall
    desk: Desk

    def get(self, path: str, **query: str) -> Page:
        return self.desk.get(path, **query)

    def post(self, path: str, data: dict[str, Any] | None = None, **headers: str) -> Page:
        return self.desk.post(path, data, **headers)

    def register(self, name: str = "王小红", number: str = "", **facts: str) -> Party:
        """Somebody who never was here: number, then name; no phone unless given."""
        number = number or resident_id()
        page = self.post("/counter", {"card": number}).must(200)
        sent = {
            "id_kind": "resident_id",
            "id_number": number,
            "name": name,
            "once": page.hidden("once"),
            **facts,
        }
        self.post("/counter/register", sent).must(303)
        return Party.objects.order_by("-pk")[0]

    def enterprise(self) -> Party:
        """The person applies for the enterprise of the world."""
        body = self.hall.world.applicant
        self.post("/counter/enterprise", {"uscc": body.uscc}).must(303)
        return body

    def start(self, item: str = FOOD) -> Draft:
        path = f"/counter/items/{item}"
        begun = self.post(path, {"region": self.get(path).must(200).html.split('" selected')[0][-6:]}).must(
            303
        )
        return Draft.objects.get(key=begun.leads_to.split("/")[3])

    def fill(self, draft: Draft, **other: Any) -> Page:
        """Type every answer; where the answers open further questions, these too."""
        path = f"/counter/drafts/{draft.key}"
        typed = self.typed(draft, **other)
        for _ in range(3):
            page = self.post(path, {**typed, "version": self.get(path).hidden("version")})
            if page.status != 200:
                break
        return page

    def typed(self, draft: Draft, **other: Any) -> dict[str, Any]:
        rules, today = draft.item_version.rulefile, city_date(self.hall.clock.now)
        answers: Any = {**specimen(rules, today=today), **other}
        return {key: self._typed(rules.question(key), answer) for key, answer in answers.items()}

    def _typed(self, question: Any, answer: Any) -> Any:
        if isinstance(answer, list) or question is None:
            return answer
        return [TOWNSHIP[:6], TOWNSHIP] if question.type == "region" else as_typed(question, answer)

    def put_papers(self, draft: Draft) -> None:
        """A file in every slot; looking at real files is another test's matter."""
        draft.refresh_from_db()
        page = self.get(f"/counter/drafts/{draft.key}/papers").must(200)
        for part in page.html.split('data-slot="')[1:]:
            self.put_paper(draft, part.split('"')[0])

    def put_paper(self, draft: Draft, slot: str, trust: str = "B") -> None:
        paper = keep(content=f"%PDF-1.7 {slot}".encode(), media=Media.PDF, pages=1, now=self.hall.clock.now)
        draft.papers.create(
            slot=slot,
            paper=paper,
            name=f"{slot}.pdf",
            trust=trust,
            given_by=self.desk.account.pseudonym,
            channel="counter",
            given_at=self.hall.clock.now,
        )

    def finish(self, draft: Draft, **sent: Any) -> Page:
        path = f"/counter/drafts/{draft.key}/finish"
        page = self.get(path).must(200)
        hidden = {"once": page.hidden("once"), "version": page.hidden("version")}
        return self.post(path, {**hidden, **sent})
