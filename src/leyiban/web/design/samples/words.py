"""Words and a moment that the samples share."""

import datetime as dt
from zoneinfo import ZoneInfo

from leyiban.catalogue.words import Bilingual

NOW = dt.datetime(2020, 3, 4, 14, 2, tzinfo=ZoneInfo("Asia/Shanghai"))


def both(zh: str, en: str) -> Bilingual:
    return Bilingual(zh=zh, en=en)


FOOD = both("食品经营许可(新办)", "Food business licence (new)")
