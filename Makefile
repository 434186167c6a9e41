SHELL := /bin/sh
PORT ?= 8000
PYTHON ?= python3
BIN := .venv/bin
export UV_SYSTEM_CERTS := 1
export FLASK_APP := app:create_app

BASE_STAMP := .venv/.base
DEV_STAMP := .venv/.dev
BROWSER_STAMP := .venv/.browser

.PHONY: help run install test test-features-postgresql test-browser check bench soak lock

help: ## Say what each target does
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 26

$(BIN)/uv:
	$(PYTHON) -m venv --without-pip .venv
	$(PYTHON) -m pip --quiet --disable-pip-version-check --python $(BIN)/python install --require-hashes --no-deps -r requirements/uv.txt

$(BASE_STAMP): requirements/base.txt | $(BIN)/uv
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/base.txt
	@touch $@

$(DEV_STAMP): requirements/dev.txt $(BASE_STAMP)
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/dev.txt
	@touch $@

$(BROWSER_STAMP): requirements/browser.txt $(DEV_STAMP)
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/browser.txt
	@touch $@

install: $(BASE_STAMP) ## Make the environment and nothing else

run: $(BASE_STAMP) ## Set up the demonstration school and serve it on PORT
	@$(BIN)/python -m app.cli.serve --demo --port $(PORT)

test: $(DEV_STAMP) ## Run every test but the browser's
	$(BIN)/pytest
	$(BIN)/pytest tests/features tests/operations --database postgresql

test-browser: $(BROWSER_STAMP) ## Run the journeys in Chromium
	@command -v chromium >/dev/null || { echo "Chromium is missing: apt-get install chromium"; exit 1; }
	$(BIN)/pytest tests_browser

check: $(DEV_STAMP) ## Lint, types, templates, content
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint app --lint --quiet
	$(BIN)/flask codebook build
	$(BIN)/flask content check

bench: $(DEV_STAMP) ## Measure speed and size, into bench/latest.json
	$(BIN)/python -m bench

soak: $(DEV_STAMP) ## The long kill and load runs
	$(BIN)/python -m bench.soak

lock: $(BIN)/uv ## Renew the locked requirements
	@for set in uv base dev browser; do \
	  $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-annotate --no-header requirements/$$set.in -o requirements/$$set.txt || exit 1; \
	done
	@if grep -nE 'https?://' requirements/*.txt; then echo "a host stands in a lock file"; exit 1; fi
