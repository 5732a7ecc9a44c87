"""What the style page shows: every part in every state, with plausible words."""

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

from leyiban.catalogue.words import Bilingual
from leyiban.web.city import Phone
from leyiban.web.parts.fields import Choice, Field, FieldKind, Known, RegionStep
from leyiban.web.parts.guide import Fact
from leyiban.web.parts.lights import Light
from leyiban.web.parts.papers import PaperPage, PaperSlot, SlotState
from leyiban.web.parts.progress import Event, Stop, StopState
from leyiban.web.parts.screens import Screen, ScreenState, Way
from leyiban.web.parts.tables import Answer, Answers, Column, Paging
from leyiban.web.parts.workbench import Count, Key, MenuEntry, PaperTab, Point, WorkRow
from leyiban.web.portal.guide_shown import Basis, GuidePage, Pair, Paper, Place, Question, Step
from leyiban.web.portal.shown import Find, LifeEvent, OpenCase, Piece

NOW = dt.datetime(2020, 3, 4, 14, 2, tzinfo=ZoneInfo("Asia/Shanghai"))


def both(zh: str, en: str) -> Bilingual:
    return Bilingual(zh=zh, en=en)


FACTS = (
    Fact(
        icon="circle-check",
        name="能不能办",
        answer=both("能,网上全程办", "Yes, fully online"),
        more=both("有营业执照就行", "You need a business licence"),
    ),
    Fact(
        icon="file-text",
        name="带什么",
        answer=both("3样,2样我们已有", "3 papers, we hold 2"),
        more=both("您只用交平面图", "You only hand in the floor plan"),
        link="#papers",
    ),
    Fact(
        icon="calendar-days",
        name="最晚几号",
        answer=both("3月11日(星期三)", "Wednesday 11 March"),
        more=both("今天交,5个工作日办好", "5 working days if sent today"),
    ),
    Fact(
        icon="banknote",
        name="多少钱",
        answer=both("不收费", "Free"),
        more=both("一分钱都不用交", "There is nothing to pay"),
    ),
    Fact(
        icon="footprints",
        name="跑几趟",
        answer=both("一趟不跑", "No trip"),
        more=both("证发到您手机上", "The licence comes to your phone"),
    ),
)

_COUNTIES = (
    Choice(value="511102", label="市中区"),
    Choice(value="511111", label="沙湾区"),
    Choice(value="511181", label="峨眉山市"),
)
_TOWNS = (Choice(value="511102001", label="泊水街街道"), Choice(value="511102101", label="牟子镇"))
_KINDS = (
    Choice(
        value="restaurant",
        label=both("餐馆", "Restaurant"),
        hint=both("有座位,现做现卖", "Seats, cooked on the spot"),
    ),
    Choice(value="shop", label=both("小卖部", "Corner shop")),
    Choice(value="canteen", label="单位食堂"),
)

FIELDS = (
    Field(
        kind=FieldKind.TEXT,
        name="shop_name",
        label=both("店名", "Name of the shop"),
        hint=both("和招牌上一样。", "As on the sign."),
        example="老码头牛肉馆",
    ),
    Field(
        kind=FieldKind.PERSON_NAME,
        name="owner",
        label=both("经营者姓名", "Name of the owner"),
        value="欧阳娜",
        known=Known(
            source=both("营业执照登记", "business register"), since=dt.date(2019, 11, 5), wrong_url="#wrong"
        ),
        locked=True,
    ),
    Field(
        kind=FieldKind.RESIDENT_ID,
        name="owner_id",
        label=both("身份证号", "Resident identity number"),
        hint=both("18位,最后一位可能是X。", "18 places, the last may be X."),
    ),
    Field(
        kind=FieldKind.USCC,
        name="uscc",
        label=both("统一社会信用代码", "Unified social credit code"),
        hint=both("在营业执照右上角。", "Top right of the business licence."),
    ),
    Field(
        kind=FieldKind.MOBILE,
        name="mobile",
        label=both("手机号", "Mobile number"),
        hint=both("办好了发短信给您。", "We text you when it is done."),
    ),
    Field(
        kind=FieldKind.REGION,
        name="place",
        label=both("店在哪里", "Where is the shop"),
        regions=(
            RegionStep(name="place.county", label="县(市、区)", options=_COUNTIES, chosen="511102"),
            RegionStep(name="place.township", label="乡镇(街道)", options=_TOWNS),
        ),
    ),
    Field(
        kind=FieldKind.ADDRESS,
        name="address",
        label=both("门牌地址", "Street and number"),
        example="嘉定中路100号2楼",
    ),
    Field(
        kind=FieldKind.DATE,
        name="opening",
        label=both("哪天开张", "Opening day"),
        minimum="2020-03-04",
        required=False,
    ),
    Field(
        kind=FieldKind.INTEGER,
        name="seats",
        label=both("有多少座位", "How many seats"),
        unit=both("个", "seats"),
    ),
    Field(
        kind=FieldKind.MONEY,
        name="capital",
        label=both("投了多少钱", "Money invested"),
        hint=both("大概就行。", "Roughly is fine."),
    ),
    Field(kind=FieldKind.CHOICE, name="kind", label=both("开什么店", "What kind of shop"), choices=_KINDS),
    Field(
        kind=FieldKind.MULTI_CHOICE,
        name="sells",
        label=both("卖什么", "What do you sell"),
        values=("hot",),
        choices=(
            Choice(value="hot", label=both("热菜", "Hot dishes")),
            Choice(value="cold", label=both("凉菜", "Cold dishes")),
            Choice(value="cake", label=both("裱花蛋糕", "Cream cakes")),
        ),
    ),
    Field(kind=FieldKind.YES_NO, name="network", label=both("要不要送外卖", "Do you deliver"), value="yes"),
    Field(
        kind=FieldKind.LONG_TEXT,
        name="remarks",
        label=both("还想说什么", "Anything else"),
        max_length=200,
        required=False,
    ),
)
_PROBLEMS = {
    "shop_name": "还没写店名。",
    "owner_id": "身份证号要18位,您写了17位。",
    "mobile": "手机号要11位,以1开头。",
    "place": "请选乡镇(街道)。",
    "opening": "2月30日没有这一天。",
    "seats": "请写整数,例如40。",
    "kind": "请选一项。",
}
_TYPED = {"owner_id": "5111021900010100", "mobile": "1390000", "seats": "四十"}
WRONG_FIELDS = tuple(
    replace(one, name=f"wrong.{one.name}", problem=_PROBLEMS[one.name], value=_TYPED.get(one.name, one.value))
    for one in FIELDS
    if one.name in _PROBLEMS
)
WRONG_LINES = tuple((one.first_id, one.problem) for one in WRONG_FIELDS)

_PAGE = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 104 136'%3E%3Crect width='104' height='136' fill='%23fff'/%3E%3Cg stroke='%23c3cad4' stroke-width='3'%3E%3Cpath d='M16 24h72M16 40h72M16 56h52M16 72h72M16 88h60'/%3E%3C/g%3E%3C/svg%3E"
_PAGES = (
    PaperPage(image=_PAGE, link="#page1", label="第1页", remove="a1"),
    PaperPage(image=_PAGE, link="#page2", label="第2页", remove="a2"),
)
SLOTS = (
    PaperSlot(
        key="plan",
        name=both("店里平面图", "Floor plan"),
        help=both("手画的也行,标出厨房和餐桌。", "Drawn by hand is fine; mark kitchen and tables."),
        copies="1份",
        form_url="#form",
        sample_url="#sample",
        reuse=(("p7", "2019年11月交的平面图"),),
    ),
    PaperSlot(
        key="lease",
        name=both("租房合同", "Lease"),
        state=SlotState.PENDING,
        pages=_PAGES[:1],
        next_step="不用等,可以先填下一页。",
    ),
    PaperSlot(
        key="health",
        name=both("健康证明", "Health certificate"),
        state=SlotState.RECEIVED,
        pages=_PAGES,
        next_step="已收到2页,都看得清。",
        may_be_late=True,
    ),
    PaperSlot(
        key="photo",
        name=both("门头照片", "Photo of the front"),
        state=SlotState.FAILED,
        problem="照片没传上去,前面填的都在。",
        next_step="换个网络再传,或打0833-2111111。",
    ),
    PaperSlot(
        key="id_card",
        name="经营者身份证",
        state=SlotState.NEEDED,
        next_step="正面反光看不清,请再拍一张。",
        required=False,
    ),
)

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


_FOOD = both("食品经营许可(新办)", "Food business licence (new)")
WORK = (
    _row(_FOOD, "峨眉山市大佛禅院东侧嘉州小馆", 50, Light.RED, "2个工作日", "写审查意见", 1),
    _row(
        both("公司设立登记", "Company registration"),
        "四川三江水电有限公司",
        3,
        Light.AMBER,
        "今天17:30到期",
        "受理或请他补",
        2,
    ),
    _row(_FOOD, "欧阳娜", 26, Light.AMBER, "还剩1个工作日", "写审查意见", 3),
    _row(
        both("道路货物运输许可", "Road goods transport licence"),
        "阿苏·伍合",
        5,
        Light.PAUSED,
        "等专家评审",
        "等评审结果",
        4,
    ),
    _row(_FOOD, "王小明", 1, Light.NORMAL, "还剩4个工作日", "受理或请他补", 5),
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

CASES = (
    OpenCase(item=_FOOD, sentence="正在审。最晚3月9日(星期一)办好。", light=Light.NORMAL, link="#case1"),
    OpenCase(
        item=both("公司设立登记", "Company registration"),
        sentence="请您补1样:公司章程第3页。",
        light=Light.PAUSED,
        link="#case2",
        act="去补",
    ),
)
EVENTS_OF_LIFE = (
    LifeEvent(
        name=both("开店", "Open a shop"),
        link="#1",
        icon="store",
        more=both("营业执照、食品许可", "Licences to trade"),
    ),
    LifeEvent(
        name=both("生孩子", "Have a child"),
        link="#2",
        icon="baby",
        more=both("生育登记、上户口", "Birth and household"),
    ),
    LifeEvent(
        name=both("买房", "Buy a home"),
        link="#3",
        icon="house",
        more=both("过户、公积金", "Transfer, provident fund"),
    ),
    LifeEvent(name=both("找工作", "Find work"), link="#4", icon="briefcase-business", more="失业登记、补贴"),
    LifeEvent(
        name=both("退休", "Retire"),
        link="#5",
        icon="leaf",
        more=both("养老金、医保", "Pension and insurance"),
    ),
    LifeEvent(
        name=both("办公司", "Start a company"),
        link="#6",
        icon="building-2",
        more=both("登记、刻章、社保", "Register, seal, insure"),
    ),
    LifeEvent(
        name=both("跑运输", "Carry goods"), link="#7", icon="bus", more=both("道路运输许可", "Road licence")
    ),
    LifeEvent(
        name=both("家里有困难", "Hard times"),
        link="#8",
        icon="heart-handshake",
        more=both("低保、救助", "Aid and support"),
    ),
)
RESULTS = (
    Find(
        name=_FOOD,
        link="#f1",
        summary=both("开饭店、卖食品、办食堂,先办这个证。", "Get this before you open a restaurant."),
        why=(Piece(text="常用说法“"), Piece(text="开饭店", hit=True), Piece(text="”")),
        tags=("个人、企业都能办", "一趟不跑", "不收费"),
    ),
    Find(
        name=both("个体工商户设立登记", "Register as a sole trader"),
        link="#f2",
        summary="自己开店,先领营业执照。",
        why=(Piece(text="属于“"), Piece(text="开店", hit=True), Piece(text="”这件事")),
        tags=("当场办好",),
    ),
)

GUIDE = GuidePage(
    code="food-business-new",
    name=_FOOD,
    summary=both(
        "开饭店、卖食品、办食堂,先办这个证。",
        "Get this licence before you open a restaurant, sell food or run a canteen.",
    ),
    facts=FACTS,
    start="#start",
    papers=(
        Paper(name=both("营业执照", "Business licence"), held=True, source="市场监管局"),
        Paper(name=both("经营者身份证", "Identity card"), held=True),
        Paper(
            name=both("店里平面图", "Floor plan"),
            good=both("标出厨房、餐桌、洗手池。", "Mark kitchen, tables and basins."),
            source=both("自己准备", "You prepare it"),
            copies="1份",
            blank="#blank",
            sample="#sample",
        ),
        Paper(
            name="委托书",
            needed=False,
            only_if=(Pair(name=both("谁来办?", "Who applies?"), value=both("委托别人办", "Somebody else")),),
            blank="#blank2",
        ),
        Paper(name=both("健康证明", "Health certificate"), may_be_late=True),
    ),
    conditions=(
        Pair(
            name="1",
            value=both("已经领到营业执照。", "You already have a business licence."),
            more="食品经营许可和备案管理办法第十一条",
        ),
        Pair(name="2", value=both("生熟分开,不交叉污染。", "Raw and cooked food are kept apart.")),
    ),
    limits=(
        Pair(name="我们承诺", value="5个工作日", more="今天交,3月11日(星期三)17:30前办好"),
        Pair(name="法律规定", value="20个工作日"),
        Pair(name="不算在内", value="现场核查整改的时间"),
    ),
    steps=(
        Step(name="受理", by="窗口", time="1个工作日", standard="材料齐、能看清", outcome="受理通知书"),
        Step(name="审查", by="市场监管局", time="3个工作日", standard="布局合理、设施齐全"),
        Step(name="决定", by="市场监管局", time="1个工作日", outcome="准予或不予许可决定书"),
    ),
    results=(
        Pair(name="证", value="食品经营许可证(电子证)"),
        Pair(name="怎么拿", value="发到您的账户,也能邮寄"),
    ),
    places=(
        Place(
            name="市中区政务服务大厅",
            address="市中区嘉定中路888号1楼",
            hours="工作日9:00–12:00,13:30–17:30",
            phone="0833-2101001",
        ),
    ),
    faq=(
        Question(ask="小店也要办吗?", answer="要。卖散装、现做的都要办。"),
        Question(ask="只卖预包装食品呢?", answer="不用办证,备案就行。"),
    ),
    remedies=(
        Pair(name="行政复议", value="60日内,向乐山市人民政府申请"),
        Pair(name="行政诉讼", value="6个月内,向乐山市市中区人民法院起诉"),
    ),
    bases=(
        Basis(
            law="中华人民共和国食品安全法",
            document_no="主席令第21号",
            article="第三十五条",
            text="国家对食品生产经营实行许可制度。",
        ),
    ),
    codes=(Pair(name="基本编码", value="510131014001"), Pair(name="事项类型", value="行政许可")),
    consult=Phone(name=both("市中区市场监管局", "Shizhong market regulation"), shown="0833-2101001"),
    complain=Phone(name=both("投诉监督", "Complaints"), shown="0833-2101002"),
)
