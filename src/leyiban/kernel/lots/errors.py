"""What can lawfully go wrong with a draw."""

from django.utils.translation import gettext_lazy as _

from leyiban.kernel.errors import Kind, NotFound, Refusal


class DrawRefused(Refusal):
    """A step of a draw that its rules do not allow."""

    code = "draw_refused"
    kind = Kind.CONFLICT
    message = _("摇号现在不能做这一步。请看摇号的进度。")


class DrawNotFound(NotFound):
    code = "draw_not_found"
    message = _("没有这个摇号。请核对编号。")


class EntriesClosed(DrawRefused):
    """Too late to enter: the hour has passed, or the list is committed to."""

    code = "entries_closed"
    message = _("报名已经截止,这次不能再加入。请留意下一次摇号。")


class EntriesStillOpen(DrawRefused):
    """The organiser may not close the list before the hour that was announced."""

    code = "entries_still_open"
    message = _("还没到截止时间,不能提前锁定名单。请等到{closes_at}以后。")


class EnteredTwice(DrawRefused):
    code = "entered_twice"
    message = _("已经报过名了,不用再报。")


class NobodyEntered(DrawRefused):
    code = "nobody_entered"
    message = _("没有人报名,不用摇号。")


class WeightNotAllowed(DrawRefused):
    """The rule of this draw gives everyone the same chance."""

    code = "weight_not_allowed"
    message = _("这次摇号人人机会相同,不能加权。请把权重改成1。")


class RuleChanged(DrawRefused):
    """The organiser wants to commit to another rule than the one under which people entered."""

    code = "draw_rule_changed"
    message = _("规则和报名时公布的不一样,不能摇号。请用原来的规则。")


class NotCommitted(DrawRefused):
    code = "draw_not_committed"
    message = _("名单还没有锁定,或这次摇号已经结束。请看摇号的进度。")


class NotASource(DrawRefused):
    """Only those whom the rule names contribute chance, each once."""

    code = "not_a_draw_source"
    message = _("您不在这次摇号的随机数提供人名单里,或已经提交过。")


class NotASecret(DrawRefused):
    code = "not_a_draw_secret"
    message = _("随机数应是64位的十六进制字符。请用系统生成的那一串。")


class SealsMissing(DrawRefused):
    """Nobody opens before all have sealed, or the last one could choose."""

    code = "draw_seals_missing"
    message = _("还有人没有提交封存的随机数,现在不能公开。请等大家都提交。")


class ContributionsMissing(DrawRefused):
    """The seed is revealed last."""

    code = "draw_contributions_missing"
    message = _("还有人没有公开随机数,现在不能揭晓。请等大家都公开。")


class WrongContribution(DrawRefused):
    """What is opened is not what was sealed."""

    code = "wrong_draw_contribution"
    message = _("公开的随机数和封存的不一样,不能用。请公开原来的那一串。")


class WrongSeed(DrawRefused):
    """What is revealed is not what was committed to."""

    code = "wrong_draw_seed"
    message = _("种子和锁定时承诺的不一样,不能揭晓。请用原来的种子。")


class NotOverdue(DrawRefused):
    """A draw is abandoned only when someone has failed to do his part in time."""

    code = "draw_not_overdue"
    message = _("还没到期限,不能作废这次摇号。请等到{until}以后。")
