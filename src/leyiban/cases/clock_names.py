"""The clocks of a case. Each submission round has its own acceptance clocks, because a supplement starts
them anew while the earlier round stays readable."""

FIRST_ANSWER = "first_answer"  # R5
ACCEPTANCE = "acceptance"  # R1
SUPPLEMENT = "supplement"  # R4, the applicant's clock
STATUTORY = "statutory"  # R7
PROMISED = "promised"  # R17
DELIVERY = "delivery"  # R9, R20
ARCHIVING = "archiving"


def of_round(clock: str, round_number: int) -> str:
    """``acceptance.2`` is the acceptance clock of the second submission."""
    return f"{clock}.{round_number}"


def base_name(clock: str) -> str:
    return clock.partition(".")[0]
