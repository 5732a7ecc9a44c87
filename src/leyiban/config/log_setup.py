"""JSON logs with names and key-values, in which a person's number never appears, nor a row of the database."""

import logging
import re
from collections.abc import Mapping
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

# Resident identity numbers (18 places, the last may be X) and mobile numbers, also when spaced or dashed.
_RESIDENT_ID = re.compile(r"(?<![0-9A-Za-z])\d{6}[ -]?\d{8}[ -]?\d{3}[\dXx](?![0-9A-Za-z])")
_MOBILE = re.compile(r"(?<![0-9A-Za-z])(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?![0-9A-Za-z])")
_MASKS = ((_RESIDENT_ID, "[resident id]"), (_MOBILE, "[mobile]"))
# What PostgreSQL adds to an error: the whole row that a constraint refused, or the statement with its values.
_ROW = re.compile(r"\n(?:DETAIL|LINE \d+): .*?(?=\n\n(?:The above exception|During handling)|\Z)", re.DOTALL)


def redact(text: str) -> str:
    """``text`` without resident identity numbers, mobile numbers and what a database tells of a row."""
    text = _ROW.sub("\n[row withheld]", text)
    for pattern, mask in _MASKS:
        text = pattern.sub(mask, text)
    return text


def redact_personal_numbers(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Structlog processor: redact every string, however deep, keys included."""
    return {redact(key): _redact_value(value) for key, value in event.items()}


def _redact_value(value: Any) -> Any:
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, bool | float | None):
        return value
    if isinstance(value, int):
        shown = redact(str(value))
        return value if shown == str(value) else shown
    if isinstance(value, Mapping):
        return {redact(str(key)): _redact_value(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_redact_value(inner) for inner in value]
    return redact(str(value))


def _shared_processors() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
        structlog.processors.UnicodeDecoder(),
    ]


def configure_structlog() -> None:
    """Send structlog's loggers through the standard library, so that there is one stream."""
    structlog.configure(
        processors=[*_shared_processors(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def logging_settings(level: str) -> dict[str, Any]:
    """Django's ``LOGGING``: everything to standard error as one JSON object per line."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "leyiban.config.log_setup.json_formatter"}},
        "handlers": {"stream": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stream"], "level": level},
        "loggers": {
            "django": {"handlers": [], "propagate": True, "level": level},
            "django.server": {"handlers": [], "propagate": True, "level": level},
            # One line per job and per compiled font is noise at our volume.
            "procrastinate": {"level": "WARNING"},
            "fontTools": {"level": "WARNING"},
            "pyhanko": {"level": "WARNING"},
            "httpx": {"level": "WARNING"},
        },
    }


def json_formatter() -> logging.Formatter:
    """The one formatter; records of other libraries pass through the same processors and redaction."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_shared_processors(),
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            redact_personal_numbers,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )
