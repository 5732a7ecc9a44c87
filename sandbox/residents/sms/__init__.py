"""The text-message carrier, and the phones it delivers to."""

from sandbox.residents.sms.desk import SmsDesk

__all__ = ["SmsDesk"]
