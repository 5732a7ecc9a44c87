"""The time-stamp authority (RFC 3161)."""

from sandbox.residents.tsa.desk import TsaDesk

__all__ = ["TsaDesk"]
