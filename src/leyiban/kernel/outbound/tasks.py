"""The job that makes one try of a call. An edge of the house: it reads the clock."""

from procrastinate.contrib.django import app

from leyiban.kernel.moments import now
from leyiban.kernel.outbound.operations import QUEUE, TASK, execute


@app.task(name=TASK, queue=QUEUE)
def execute_call(*, call_id: int, ticket: int) -> None:
    """Holds ``ticket`` of the call; does nothing when the call has moved on."""
    execute(call_id=call_id, ticket=ticket, now=now())
