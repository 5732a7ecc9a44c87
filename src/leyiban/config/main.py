"""The command ``leyiban``."""

import signal
import sys
from collections.abc import Iterator, Sequence
from typing import Any, NoReturn

import click

from leyiban.cli.exits import Exit
from leyiban.config.lazy import LazyGroup

# Failures that we foresee, most particular first. Named and not imported: a class whose module was never
# loaded cannot have been raised.
_FORESEEN = {
    "leyiban.kernel.errors:Refusal": Exit.REFUSED,
    "leyiban.config.environment:BadEnvironment": Exit.MISCONFIGURED,
    "leyiban.config.embedded.binaries:NoBinaries": Exit.MISCONFIGURED,
    "leyiban.config.embedded.server_user:NoServerUser": Exit.MISCONFIGURED,
    "leyiban.config.embedded.server:ClusterFailure": Exit.UNAVAILABLE,
    "leyiban.config.failures:Declined": Exit.REFUSED,
    "leyiban.config.children:ChildFailure": Exit.UNAVAILABLE,
    "django.core.exceptions:ImproperlyConfigured": Exit.MISCONFIGURED,
    "django.db.utils:OperationalError": Exit.UNAVAILABLE,
    "psycopg:OperationalError": Exit.UNAVAILABLE,
}
_INTERRUPTED = 130
_TOLD_TO_END = 143

leyiban = LazyGroup(
    name="leyiban",
    help="Leyiban 乐易办: a city that keeps serving when its halls close.",
    epilog="Exit codes: 0 done, 1 the answer is no, 2 called wrongly, 3 refused, 4 unavailable, 5 misconfigured.",
)


def main() -> NoReturn:
    """Run the command line of this process."""
    # Being told to end is an orderly end: what was started here is stopped on the way out.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(_TOLD_TO_END))
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run ``arguments`` and return the exit code; foreseen failures become a sentence on standard error."""
    try:
        outcome = leyiban.main(args=[*arguments], prog_name="leyiban", standalone_mode=False)
    except click.ClickException as misuse:
        misuse.show()
        return misuse.exit_code
    except (click.Abort, KeyboardInterrupt):
        return _INTERRUPTED
    except BrokenPipeError:
        # Whoever read us has had enough (head, less); nothing is left to say to anyone.
        sys.stdout = None
        return Exit.DONE
    except Exception as error:
        code = _foreseen(error)
        if code is None:
            raise
        for line in _told(error):
            click.echo(line, err=True)
        return code
    return outcome if isinstance(outcome, int) else Exit.DONE


def _foreseen(error: Exception) -> Exit | None:
    for target, code in _FORESEEN.items():
        module, _, name = target.partition(":")
        kind: Any = getattr(sys.modules.get(module), name, None)
        if kind is not None and isinstance(error, kind):
            return code
    return None


def _told(error: Exception) -> Iterator[str]:
    yield f"leyiban: {error}"
    for problem in getattr(error, "problems", ()):
        yield f"  {problem.field}: {problem.message}"


if __name__ == "__main__":
    main()
