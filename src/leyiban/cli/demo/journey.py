"""The journey itself, step by step, each step one sentence on the screen."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leyiban.cli.demo.client import Client, JourneyFailed, code_in, text_message, wait_for
from leyiban.cli.demo.pictures import photograph
from leyiban.cli.demo.story import Story

Tell = Callable[[str], None]
_PAPERS = {"receipt": "receipt.pdf", "acceptance_notice": "acceptance.pdf", "licence": "licence.pdf"}


@dataclass(frozen=True, slots=True)
class Task:
    """One task of the review plan: whose it is, of what kind, what it is called, every point answered with yes."""

    role: str
    kind: str
    name: str
    points: dict[str, str]


@dataclass
class Journey:
    """``officer`` gives a client that acts as a role of the office; ``tasks`` the review plan of a case."""

    url: str
    sandbox_url: str
    story: Story
    officer: Callable[[str], Client]
    tasks: Callable[[str], list[Task]]
    tell: Tell

    def travel(self) -> str:
        """From the first question to the delivered licence. Returns the case number."""
        self._ask()
        applicant = self._sign_in()
        number = self._apply(applicant)
        self._handle(number)
        self._receive(applicant, number)
        return number

    def _ask(self) -> None:
        guest = Client(self.url)
        hits = [hit["item"] for hit in guest.get("/search", words=self.story.words)["hits"]]
        found = next((item for item in hits if item["code"] == self.story.item), None)
        if found is None:
            raise JourneyFailed(f"the search for {self.story.words} does not find {self.story.item}")
        self.tell(f"查:输入“{self.story.words}”,找到“{found['name']['text']}”。")

    def _sign_in(self) -> Client:
        """By a code on the phone, read on the sandbox's screen as a person reads it on his own."""
        guest, phone = Client(self.url), self.story.operator
        before = text_message(self.sandbox_url, phone)
        guest.send("POST", "/sign-in/codes", {"phone": phone})
        message = wait_for("the sign-in code", lambda: self._news(phone, before))
        ticket = guest.send("POST", "/sign-in/tickets", {"phone": phone, "code": code_in(message)})
        token = guest.send(
            "POST",
            "/tokens",
            {"ticket": ticket["ticket"], "chosen": ticket["choices"][0]["key"], "scopes": ["read", "apply"]},
        )
        applicant = Client(self.url, token["token"])
        me = applicant.get("/me")
        self.tell(f"登录:{me['name']}用短信验证码登录,实名等级L{me['level']}。")
        return applicant

    def _news(self, phone: str, before: str) -> str | None:
        text = text_message(self.sandbox_url, phone)
        return text if text != before and code_in(text) else None

    def _apply(self, applicant: Client) -> str:
        parties = applicant.get("/me")["parties"]
        enterprise = next(each for each in parties if each["name"] == self.story.enterprise)
        begun = {"item": self.story.item, "region": self.story.region, "applicant": enterprise["key"]}
        path = f"/drafts/{applicant.send('POST', '/drafts', begun)['key']}"
        saved = applicant.send("PATCH", f"{path}/answers", {"answers": self.story.answers}, seen="*")
        if saved["problems"]:
            raise JourneyFailed(f"the journey's answers are not right: {saved['problems']}")
        self.tell(f"填:为“{self.story.enterprise}”填好{len(self.story.answers)}项,草稿自动保存。")
        for material in applicant.get(path)["materials"]:
            name = material["name"]["text"]
            applicant.upload(
                f"{path}/papers", slot=material["key"], name=f"{name}.png", content=photograph(name)
            )
        self.tell("传:材料拍照上传,放进各自的格子。")
        applicant.send("PUT", f"{path}/delivery", {"way": "electronic"}, seen="*")
        receipt = applicant.send("POST", f"{path}/submission", seen=applicant.tag(path))
        number = str(receipt["number"])
        self.tell(f"交:一次提交,办件编号 {number},查询码 {receipt['query_code']}。")
        return number

    def _handle(self, number: str) -> None:
        self._move("window_clerk", number, "accept")
        self.tell("受理:窗口核对材料,正式受理,时限开始计算。")
        *reviews, decision = self.tasks(number)
        for task in reviews:
            if task.kind == "site_check":
                self._check_site(task, number)
                continue
            body = {"conclusion": "agree", "points": task.points, "text": self.story.opinion}
            self._move(task.role, number, "give_opinion", body)
            self.tell(f"{task.name}:逐项看过{len(task.points)}个要点,留下意见。")
        body = {"decision": "grant", "points": decision.points, "reasons": self.story.reasons}
        self._move(decision.role, number, "decide", body)
        self.tell("决定:准予许可。没有决定记录,就盖不了章。")

    def _check_site(self, task: Task, number: str) -> None:
        """Two go there, one writes it down, and both sign."""
        colleague = "checker"
        names = {self.officer(role).get("/me")["name"] for role in (task.role, colleague)}
        officers = self.officer(task.role).get(f"/cases/{number}/officers")["items"]
        named = [each["key"] for each in officers if each["name"] in names]
        body = {
            "officers": named,
            "checked_at": self.officer(task.role).get(f"/cases/{number}")["accepted_at"],
            "place": self.story.site,
            "findings": self.story.findings,
            "conclusion": "agree",
            "points": task.points,
        }
        self._move(task.role, number, "record_site_check", body)
        self._move(colleague, number, "sign_site_check")
        self.tell(f"{task.name}:{len(named)}名工作人员到场,笔录都签了字。")

    def _move(self, role: str, number: str, move: str, body: Any = None) -> None:
        officer = self.officer(role)
        officer.send("POST", f"/cases/{number}/moves/{move}", body, seen=officer.tag(f"/cases/{number}"))

    def _receive(self, applicant: Client, number: str) -> None:
        case = wait_for("the sealed licence", lambda: self._delivered(applicant, number))
        papers = ", ".join(paper["name"] for paper in case["issued"])
        self.tell(f"送达:电子证照已签章,到达账户。文书 {len(case['issued'])} 份:{papers}。")

    def _delivered(self, applicant: Client, number: str) -> Any:
        case = applicant.get(f"/cases/{number}")
        slots = {paper["slot"] for paper in case["issued"]}
        is_there = case["state"] == "delivered" and {*_PAPERS, "grant_decision", "delivery_slip"} <= slots
        return case if is_there else None

    def keep_papers(self, number: str, directory: Path) -> None:
        """Download the receipt, the acceptance notice and the licence as the applicant would."""
        officer = self.officer("decider")
        for paper in officer.get(f"/cases/{number}")["issued"]:
            if paper["slot"] in _PAPERS:
                content = officer.file(f"/cases/{number}/papers/{paper['id']}")
                (directory / _PAPERS[paper["slot"]]).write_bytes(content)
