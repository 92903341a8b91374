"""The bot's import of a CSV file, as `smarketing import-leads` does it.

python -m benchmarks.servers.importing SETTINGS_AS_JSON FILE
prints {"seconds": …, "rows": …, "sentence": …}.
"""

import gc
import json
import sys
from pathlib import Path
from time import perf_counter

from bot.app import Bot
from bot.config import GivenSettings
from bot.kit.clock import Clock
from bot.kit.logs import set_up_logs
from bot.leads.intake.csv_file import import_file


def main() -> None:
    """Import the file; say how long that took."""
    gc.freeze()  # as bot/__main__.py does for every command
    set_up_logs(form="text", level="error")
    bot = Bot(GivenSettings(**json.loads(sys.argv[1])), Clock())
    began = perf_counter()
    report = import_file(bot.db, bot.room, Path(sys.argv[2]))
    took = perf_counter() - began
    print(json.dumps({"seconds": took, "rows": report.rows, "sentence": report.sentence()}))
    bot.db.close()


if __name__ == "__main__":
    main()
