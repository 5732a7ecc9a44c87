"""The witness: keeps the signed heads of ledgers, so that no ledger can tell two stories."""

from sandbox.residents.witness.desk import WitnessDesk

__all__ = ["WitnessDesk"]
