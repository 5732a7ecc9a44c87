"""The face of the city whose pages these are: its name, its telephones, its entrances (M1.1, M1.9, M1.11)."""

from dataclasses import dataclass
from typing import Final

from leyiban.catalogue.words import Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """``shown`` as people write it ("0833-2123456"), ``dial`` as a telephone takes it."""

    name: Bilingual
    shown: str

    @property
    def dial(self) -> str:
        return "".join(sign for sign in self.shown if sign.isdigit() or sign == "+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrance:
    """Another place where one can do the same things online; without an address it is an app or a mini-program."""

    name: Bilingual
    address: str = ""
    about: Bilingual | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CityFace:
    """``keeper`` is who answers for these pages; ``words`` are searches offered on the home page."""

    title: Bilingual
    keeper: Bilingual
    phone: Phone
    phones: tuple[Phone, ...]
    entrances: tuple[Entrance, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def brand(self) -> Bilingual:
        return Bilingual(zh=f"乐易办·{self.title.zh}", en=f"Leyiban {self.title.en or self.title.zh}")


HOTLINE: Final = Phone(name=Bilingual(zh="政务服务热线", en="Government hotline"), shown="12345")
NO_CITY: Final = CityFace(
    title=Bilingual(zh="政务服务", en="Government services"),
    keeper=Bilingual(zh="乐易办", en="Leyiban"),
    phone=HOTLINE,
    phones=(HOTLINE,),
)


def city_of(host: str) -> CityFace:
    """The city that answers under this host name."""
    return NO_CITY
