"""The portal: open cases, life events, results of a search, a guide."""

from leyiban.web.city import Phone
from leyiban.web.design.samples.forms import FACTS
from leyiban.web.design.samples.words import FOOD, both
from leyiban.web.parts.lights import Light
from leyiban.web.portal.guide_shown import Basis, GuidePage, Pair, Paper, Place, Question, Step
from leyiban.web.portal.shown import Find, LifeEvent, OpenCase, Piece

CASES = (
    OpenCase(item=FOOD, sentence="正在审。最晚3月9日(星期一)办好。", light=Light.NORMAL, link="#case1"),
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
        name=FOOD,
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
    name=FOOD,
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
