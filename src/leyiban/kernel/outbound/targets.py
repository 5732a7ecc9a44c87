"""Where a service is. Read by the settings, so it imports next to nothing."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Target:
    """``url`` has no slash at its end; ``token`` is the key the service knows us by, sent as a bearer."""

    url: str
    token: str = field(default="", repr=False)
