"""What an operator's command declines to do."""


class Declined(Exception):
    """The command could do harm as things stand; the message says why and what to do first."""
