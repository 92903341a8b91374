"""The commands: `smarketing run`, `migrate`, `demo` and the rest.

Exit codes: 0 all is well; 1 the command found something wrong and said so; 2 a setting, an
argument or the machine has to be mended first, and the message says how.
"""

import gc
import sys

from bot.kit.errors import OperatorError


def main() -> None:
    """Run the command line; an operator's fault ends with its cure and exit code 2."""
    # What is imported stays: searching it for garbage, then or later, took a quarter of a start.
    gc.disable()
    from bot.commands.cli import cli

    gc.freeze()
    gc.enable()
    try:
        cli()
    except OperatorError as fault:
        sys.stderr.write(f"smarketing: {fault}\n")
        sys.exit(2)


if __name__ == "__main__":
    main()
