"""The commands: `smarketing run`, `migrate`, `demo` and the rest.

Exit codes: 0 all is well; 1 the command found something wrong and said so; 2 a setting, an
argument or the machine has to be mended first, and the message says how; 130 it was stopped.
"""

import gc
import sys
from collections.abc import Callable

from bot.kit.errors import OperatorError

STOPPED = 130
"""What a shell says of a command that Ctrl-C ended."""


def main() -> None:
    """Run the command line; an operator's fault ends with its cure and exit code 2."""
    # What is imported stays: searching it for garbage, then or later, took a quarter of a start.
    gc.disable()
    try:
        command = imported_command()
        gc.freeze()
        gc.enable()
        command()
    except OperatorError as fault:
        sys.stderr.write(f"smarketing: {fault}\n")
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(STOPPED)


def imported_command() -> Callable[[], None]:
    """Return what was typed, imported; the bot itself without the command line's libraries.

    It has no options, is started by machines and stays: a help page it will not show, and the bars
    and colours of other commands, would stay with it.
    """
    if sys.argv[1:] == ["run"]:
        from bot.commands.run import run

        return run
    from bot.commands.cli import cli

    return cli


if __name__ == "__main__":
    main()
