"""What a task of another office writes on the ledger (§10). Codes and commitments: no name, no words."""

from dataclasses import dataclass

from leyiban.kernel.ledger.kinds import Visibility, entry_kind

PARTIES = Visibility.PARTIES


@entry_kind("review_task.planned", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class TaskPlanned:
    """A task of a case was arranged for an office; ``after`` are the tasks it waits for."""

    case: str
    task: str
    kind: str
    office: str
    after: tuple[str, ...]


@entry_kind("review_task.handed_over", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class TaskHandedOver:
    """The first hop: the papers went to the office. ``by``: whose act brought it about; ``papers`` how many."""

    round: int
    by: str
    papers: int


@entry_kind("review_task.received", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class TaskReceived:
    """The second hop: somebody at the office signed for it."""

    round: int
    post: str


@entry_kind("review_task.given", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class TaskGiven:
    """The third hop: the opinion, back to the lead. ``points`` are ``key=yes|no``; ``opinion`` a salted commitment to
    the words; ``mode`` is explicit, or deemed where a rule takes silence for agreement."""

    round: int
    conclusion: str
    points: tuple[str, ...]
    opinion: str
    mode: str = "explicit"


@entry_kind("review_task.returned", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class TaskReturned:
    """The lead sent it back to be looked at again: a new round. ``reason`` commits to the words."""

    round: int
    reason: str


@entry_kind("review_task.more_asked", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class TaskMoreAsked:
    """An office on another platform waits for more from the lead; ``request`` is the digest of its signed answer."""

    round: int
    request: str


@entry_kind("review_task.more_answered", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class TaskMoreAnswered:
    """The lead answered. ``answer`` commits to the words; ``papers`` how many the case has now."""

    round: int
    answer: str
    papers: int


@entry_kind("review_task.reminded", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class TaskReminded:
    count: int


@entry_kind("review_task.moved", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class TaskMoved:
    """Another office took the place of the one that had it (merged, renamed); nothing else changes."""

    from_office: str
    to_office: str


@entry_kind("review_task.paused", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class TaskPaused:
    procedure: str


@entry_kind("review_task.resumed", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class TaskResumed:
    procedure: str


@entry_kind("review_task.recalled", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRecalled:
    """The case ended or went on without it. ``state`` is that of the case; ``by``: whose act it was."""

    state: str
    by: str


@entry_kind("review_task.light_changed", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class TaskLightChanged:
    light: str
    clock: str
    since: str
