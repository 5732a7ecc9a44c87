"""What can lawfully go wrong with a pack."""

from django.utils.translation import gettext_lazy as _

from leyiban.catalogue.problems import Problem
from leyiban.kernel.errors import Refusal


class PackRefused(Refusal):
    """The folder is not fit to be loaded; nothing was changed. ``found`` says file, line and what to do."""

    code = "pack_refused"
    message = _("城市包有{count}处不对,什么也没有载入。请照提示改好再来。")

    def __init__(self, found: tuple[Problem, ...]) -> None:
        super().__init__(count=len(found))
        self.found = found
