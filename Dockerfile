# The bot without the fake Slack. Works with a read-only root filesystem: all it writes is its
# database, under /data (a volume) unless DATABASE_URL names PostgreSQL.
#   docker build -t smarketing-bot .
#   docker run --read-only --tmpfs /tmp -v smarketing:/data --env-file .env -p 8080:8080 smarketing-bot
FROM python:3.13-slim AS build
WORKDIR /src
COPY requirements/run.txt requirements/run.txt
RUN python -m venv /opt/smarketing && \
    /opt/smarketing/bin/pip install --no-cache-dir --require-hashes -r requirements/run.txt
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY migrations migrations
RUN /opt/smarketing/bin/pip install --no-cache-dir --no-deps .

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /data --create-home smarketing
COPY --from=build /opt/smarketing /opt/smarketing
ENV PATH=/opt/smarketing/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HTTP_HOST=0.0.0.0 \
    DATABASE_URL=sqlite:////data/smarketing.db
WORKDIR /data
USER smarketing
VOLUME /data
EXPOSE 8080
HEALTHCHECK CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:%s/healthz' % (os.environ.get('HTTP_PORT') or 8080), timeout=3)"]
CMD ["sh", "-c", "smarketing migrate && exec smarketing run"]
