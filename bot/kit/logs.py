"""Logs for people (text) or collectors (json); no personal data, no request bodies, no tokens."""

import logging
import os

import structlog

_STDERR = 2


def set_up_logs(*, form: str, level: str) -> None:
    """Write structlog's and the libraries' lines to stderr in one form, in colour on a terminal."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last: structlog.typing.Processor
    if form == "json":
        last = structlog.processors.JSONRenderer()
        shared.append(structlog.processors.format_exc_info)
    else:
        # Without the locals that its default prints: they hold what leads said.
        last = structlog.dev.ConsoleRenderer(
            colors=os.isatty(_STDERR), exception_formatter=structlog.dev.plain_traceback
        )
    numeric = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(numeric),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(numeric)
    # These speak of every request, some with its body.
    for name in ("slack_sdk", "apscheduler", "uvicorn.access", "alembic", "httpx"):
        logging.getLogger(name).setLevel(max(numeric, logging.WARNING))
    # Its warnings are about tokens we do not give it and requests that are nobody's.
    logging.getLogger("slack_bolt").setLevel(logging.ERROR)
