"""Exit codes that mean the same in every command."""

from enum import IntEnum


class Exit(IntEnum):
    """What a script learns from a command's end."""

    DONE = 0
    NO = 1  # the command worked and its answer is no: a check failed, a signature is broken
    USAGE = 2  # the command was called wrongly
    REFUSED = 3  # Leyiban declines to do this; the sentence says why and what to do
    UNAVAILABLE = 4  # something outside does not answer: database, disk, another program
    MISCONFIGURED = 5  # a setting or secret is missing or wrong
