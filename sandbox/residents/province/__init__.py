"""The platform of the level above: decides what the city took in for it, and collects the records of every case."""

from sandbox.residents.province.desk import ProvinceDesk

__all__ = ["ProvinceDesk"]
