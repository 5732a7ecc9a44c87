"""Fields, slots for papers and what is wrong with them, each in every state."""

import datetime as dt
from dataclasses import replace

from leyiban.web.design.samples.words import both
from leyiban.web.parts.fields import Choice, Field, FieldKind, Known, RegionStep
from leyiban.web.parts.guide import Fact
from leyiban.web.parts.papers import PaperPage, PaperSlot, SlotState

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
