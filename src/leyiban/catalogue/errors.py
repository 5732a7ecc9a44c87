"""What can lawfully go wrong in the catalogue."""

from django.utils.translation import gettext_lazy as _

from leyiban.catalogue.problems import Problem
from leyiban.kernel.errors import Kind, NotFound, Refusal


class ItemUnknown(NotFound):
    """No item of this code in this city, or none in force on the day."""

    code = "item_unknown"
    message = _("没有这个事项,或者它还没有开办。请换个说法搜一搜。")


class ItemNotInUse(Refusal):
    """The item is suspended or cancelled and takes no new applications."""

    code = "item_not_in_use"
    kind = Kind.CONFLICT
    message = _("“{name}”现在暂停办理。以前交的都还在办;想问什么时候恢复,请打电话。")


class NotHandledHere(NotFound):
    """No body handles the item for this region."""

    code = "not_handled_here"
    message = _("“{name}”在这个地方没有人办。请另选地区,或打电话问一问。")


class CityUnknown(NotFound):
    """No loaded city has this key, host or region."""

    code = "city_unknown"
    message = _("没有找到这座城市。请核对网址,或请管理员先载入城市包。")


class ListOutOfOrder(Refusal):
    """Lists of one area come in in the order of their days."""

    code = "list_out_of_order"
    kind = Kind.CONFLICT
    message = _("{day}的清单已经载入了,更早的清单不能再改它。请把日期改成这一天或以后。")


class VariantUnknown(NotFound):
    """The city proposes no variant of this name."""

    code = "variant_unknown"
    message = _("没有这个特别办法。请先写进城市包,再载入。")


class VariantNotTried(Refusal):
    """A variant is published only after a dry run of just this text."""

    code = "variant_not_tried"
    kind = Kind.CONFLICT
    message = _("还没有用真实办件试过这个办法。请先试一遍,再公布。")


class VariantOver(Refusal):
    """Its last day is past."""

    code = "variant_over"
    kind = Kind.CONFLICT
    message = _("这个办法到{day}为止,已经过了,不能再公布。")


class VariantMeetsVersion(Refusal):
    """Another version of the item begins or ends before the variant does."""

    code = "variant_meets_version"
    kind = Kind.CONFLICT
    message = _("这个事项{day}要换版本。请把特别办法的最后一天改到那之前。")


class RuleFileRefused(Refusal):
    """The rule file is not fit for publication; ``found`` says file, line and what to do."""

    code = "rule_file_refused"
    message = _("规则文件有{count}处不对,没有发布。请照提示改好再来。")

    def __init__(self, found: tuple[Problem, ...]) -> None:
        super().__init__(count=len(found))
        self.found = found
