"""Personal data: what is personal, how long it is kept, how it is erased, how it is encrypted."""

from leyiban.kernel.privacy.classification import Erase, Personal, classified

__all__ = ["Erase", "Personal", "classified"]
