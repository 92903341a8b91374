# Every target sets itself up: nothing is needed but make, Python 3.11 or newer and a package index.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
DEMO_FOLDER ?= .demo
PAGE_PORT ?= 8065
PORT ?= 8080
UV_LOCK = $(BIN)/uv pip compile pyproject.toml --generate-hashes --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links --no-header --quiet

.DEFAULT_GOAL := help
.PHONY: help demo demo-reset test check format bench soak audit screenshots lock

help: ## this list
	@grep -E '^[a-z-]+:.*## ' $(firstword $(MAKEFILE_LIST)) | awk -F ':.*## ' '{printf "  make %-13s %s\n", $$1, $$2}'

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "smarketing-bot needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) --version 2>&1)."; \
	  echo "Install a newer one and say which: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Could not make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv"; rm -rf $(VENV); exit 1; }

$(VENV)/.for-demo: requirements/demo.txt pyproject.toml | $(BIN)/python
	@echo "Installing what the demo needs into $(VENV) (once, about half a minute) ..."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/demo.txt
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/.for-dev: requirements/dev.txt pyproject.toml | $(BIN)/python
	@echo "Installing what tests and checks need into $(VENV) (once, about a minute) ..."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps -e .
	@touch $@ $(VENV)/.for-demo

demo: $(VENV)/.for-demo ## play the whole loop in a browser, no Slack account needed
	@exec $(BIN)/smarketing demo --folder $(DEMO_FOLDER) --page-port $(PAGE_PORT) --port $(PORT)

demo-reset: ## forget what happened in the demo
	@rm -rf $(DEMO_FOLDER) && echo "The demo starts over with the next 'make demo'."

test: $(VENV)/.for-dev ## every test this machine can run
	@$(BIN)/python -m pytest -n auto --dist worksteal

check: $(VENV)/.for-dev ## lint, types, arrows between rooms, migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.for-dev ## put the code in its usual shape
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

screenshots: $(VENV)/.for-dev ## pictures of every scene, to look at after a change (needs Chromium)
	@$(BIN)/python -m tests.screenshots

bench: $(VENV)/.for-dev ## measure speed, as ratios to a floor taken in the same run
	@$(BIN)/python -m benchmarks

soak: $(VENV)/.for-dev ## long property and fault runs
	@SOAK=1 $(BIN)/python -m pytest -n auto --dist worksteal

audit: $(VENV)/.for-dev ## known vulnerabilities in what we depend on
	$(BIN)/pip-audit --strict --require-hashes --disable-pip -r requirements/run.txt

lock: $(VENV)/.for-dev ## write the locked requirements anew from pyproject.toml
	$(UV_LOCK) --extra postgres --output-file requirements/run.txt
	$(UV_LOCK) --extra postgres --extra demo --output-file requirements/demo.txt
	$(UV_LOCK) --extra postgres --extra demo --group dev --output-file requirements/dev.txt
