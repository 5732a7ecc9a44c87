"""A paper of law that shows every part of the layout, and values for it."""

from dataclasses import dataclass, field

SEALED_BY = "document.made/1"  # stands in for the decision; any real kind of entry will do here


@dataclass(frozen=True, slots=True)
class Remedies:
    review: str = "如不服本决定,可以自收到之日起六十日内向乐山市人民政府申请行政复议。"
    suit: str = "也可以自收到之日起六个月内向乐山市市中区人民法院提起行政诉讼。"


@dataclass(frozen=True, slots=True)
class Material:
    name: str
    form: str = "原件"
    copies: int = 1
    pages: int | None = 1
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Defect:
    material: str
    problem: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Specimen:
    name: str = "张三"
    opening: tuple[str, ...] = ("您于2020年2月10日提出的申请,材料齐全,符合法定形式,现予受理。",)
    facts: tuple[tuple[str, str | tuple[str, ...]], ...] = (
        ("事项名称", "食品经营许可(新办)"),
        ("办理期限", ("法定20个工作日,2020年3月9日(星期一)前", "承诺5个工作日,2020年2月17日(星期一)前")),
    )
    materials: tuple[Material, ...] = (
        Material("申请书"),
        Material("营业执照", "复印件", 2, None, "由电子证照代替"),
    )
    points: tuple[str, ...] = ("本事项不收费。",)
    defects: tuple[Defect, ...] = (Defect("平面图", "没有标出洗手池。", "请标出后重新上传。"),)
    remedies: Remedies = field(default_factory=Remedies)
    closing: str = "特此通知。"
