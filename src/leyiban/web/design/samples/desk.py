"""The workbench: its lists, counts, tabs and points."""

import datetime as dt

from leyiban.catalogue.words import Bilingual
from leyiban.web.design.samples.words import FOOD, NOW, both
from leyiban.web.parts.fields import Field, FieldKind
from leyiban.web.parts.lights import Light
from leyiban.web.parts.workbench import Count, Key, MenuEntry, PaperTab, Point, WorkRow

MENU = (
    MenuEntry(name="待办", link="#work", here=True),
    MenuEntry(name="窗口收件", link="#counter"),
    MenuEntry(name="全部办件", link="#all"),
    MenuEntry(name="统计", link="#figures"),
)
COUNTS = (
    Count(name="今天到期", number=2, link="#today", tone="amber"),
    Count(name="待受理", number=7, link="#accept", here=True),
    Count(name="待补正", number=3, link="#correct"),
    Count(name="已超期", number=1, link="#late", tone="red"),
)


def _row(
    item: Bilingual, applicant: str, hours: int, light: Light, left: str, next_step: str, n: int
) -> WorkRow:
    return WorkRow(
        item=item,
        applicant=applicant,
        number=f"LS5111022020030400000{n}X",
        mine_since=NOW - dt.timedelta(hours=hours),
        light=light,
        left=left,
        next_step=next_step,
        link=f"#case{n}",
    )


WORK = (
    _row(FOOD, "峨眉山市大佛禅院东侧嘉州小馆", 50, Light.RED, "2个工作日", "写审查意见", 1),
    _row(
        both("公司设立登记", "Company registration"),
        "四川三江水电有限公司",
        3,
        Light.AMBER,
        "今天17:30到期",
        "受理或请他补",
        2,
    ),
    _row(FOOD, "欧阳娜", 26, Light.AMBER, "还剩1个工作日", "写审查意见", 3),
    _row(
        both("道路货物运输许可", "Road goods transport licence"),
        "阿苏·伍合",
        5,
        Light.PAUSED,
        "等专家评审",
        "等评审结果",
        4,
    ),
    _row(FOOD, "王小明", 1, Light.NORMAL, "还剩4个工作日", "受理或请他补", 5),
)
KEYS_SHOWN = (
    Key(key="J", does="下一件"),
    Key(key="K", does="上一件"),
    Key(key="Enter", does="打开"),
    Key(key="/", does="找办件"),
)
TABS = (
    PaperTab(name="营业执照", link="#paper1", here=True),
    PaperTab(name=both("店里平面图", "Floor plan"), link="#paper2"),
    PaperTab(name="健康证明", link="#paper3"),
)
POINTS = (
    Point(
        key="licence",
        text="营业执照在有效期内,名称一致",
        basis="食品经营许可和备案管理办法第十一条",
        value="yes",
    ),
    Point(
        key="layout",
        text="生熟分开,不交叉污染",
        basis="食品安全法第三十三条",
        value="no",
        note="图上没有标冷藏",
    ),
    Point(key="distance", text="和厕所、垃圾堆保持距离", problem="请选一项。"),
)
OPINION = Field(kind=FieldKind.LONG_TEXT, name="opinion", label="意见", value="", max_length=300)
