"""How far a case has come, answers read back, lists, and screens for every outcome."""

import datetime as dt

from leyiban.web.design.samples.words import NOW, both
from leyiban.web.parts.progress import Event, Stop, StopState
from leyiban.web.parts.screens import Screen, ScreenState, Way
from leyiban.web.parts.tables import Answer, Answers, Column, Paging

STOPS = (
    Stop(name="收到", state=StopState.DONE, at=NOW - dt.timedelta(days=3)),
    Stop(
        name="受理",
        state=StopState.DONE,
        at=NOW - dt.timedelta(days=2),
        more=both("正式开始办", "The clock started"),
    ),
    Stop(
        name="审查",
        state=StopState.NOW,
        at=NOW - dt.timedelta(hours=3),
        more=both("市场监管局王科员在看", "Officer Wang has it"),
    ),
    Stop(name="决定", state=StopState.NEXT),
    Stop(name="送达", state=StopState.NEXT),
)
HELD = (*STOPS[:2], Stop(name="审查", state=StopState.HELD, at=NOW, more="等专家评审,不算天数"), *STOPS[3:])
ENDED = (*STOPS[:1], Stop(name="撤回", state=StopState.ENDED, at=NOW, more="您自己撤回的"))
EVENTS = (
    Event(at=NOW - dt.timedelta(hours=3), title="王科员开始看材料", more="市市场监管局"),
    Event(at=NOW - dt.timedelta(days=2), title="正式开始办(受理)", link="#notice", link_text="看受理通知书"),
    Event(
        at=NOW - dt.timedelta(days=3),
        title="收到您的申请",
        more="3样材料,共5页",
        link="#receipt",
        link_text="看收件凭证",
    ),
    Event(at=NOW - dt.timedelta(days=120), title="营业执照发给您"),
)

ANSWERS = (
    Answers(
        title=both("您的店", "Your shop"),
        rows=(
            Answer(label=both("店名", "Name"), value="老码头牛肉馆", change="#shop_name"),
            Answer(
                label=both("店在哪里", "Where"), value="市中区 泊水街街道 嘉定中路100号2楼", change="#place"
            ),
            Answer(label=both("座位", "Seats"), value="40个", change="#seats"),
            Answer(label=both("哪天开张", "Opening day"), value="", change="#opening"),
        ),
    ),
    Answers(
        title=both("您本人", "You"),
        rows=(
            Answer(
                label=both("身份证号", "Identity number"),
                value="5111**********0016",
                source=both("来自公安登记", "from the police register"),
            ),
        ),
    ),
)

COLUMNS = (
    Column(key="name", label="事项", head=True),
    Column(key="at", label="交的时间"),
    Column(key="light", label="还剩"),
    Column(key="fee", label="费用", right=True),
)
PAGING = Paging(number=2, size=20, total=94, path="/design", query=(("q", "开店"),))

_HOME = (Way(label="回首页", link="#home"), Way(label="打电话问", link="tel:12345"))
SCREENS = (
    Screen(
        state=ScreenState.EMPTY,
        title="您还没有在办的事",
        now="在上面搜一搜,马上能办。",
        ways=(Way(label="看看能办什么", link="#items"),),
    ),
    Screen(state=ScreenState.LOADING, title="正在交,请稍等", safe="您填的都存好了。"),
    Screen(
        state=ScreenState.ERROR,
        title="照片没传上去",
        safe="前面填的都在。",
        now="换个网络再传,或打0833-2111111。",
        ways=_HOME,
    ),
    Screen(
        state=ScreenState.NO_RIGHT,
        title="这一页您现在看不了",
        safe="您以前交的都在,一样没少。",
        now="换一个有权限的账号,或打电话问。",
        ways=_HOME,
    ),
    Screen(
        state=ScreenState.OUT_OF_DATE,
        title="这件事刚有新进展",
        safe="您填的还在。",
        now="请看过新情况再交。",
        ways=(Way(label="看新情况", link="#case"),),
    ),
    Screen(
        state=ScreenState.CLOSED,
        title="这项服务晚上10点后不办",
        safe="草稿替您存着。",
        now="明早7点再来,或打12345。",
        ways=_HOME,
    ),
)
