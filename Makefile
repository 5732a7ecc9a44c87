# Everything a newcomer needs: make demo, make test. `make help` lists the rest.
#
# PORT=8000   the portal's port of `make demo`
# ONCE=1      `make demo` ends after the journey instead of serving
# SECONDS=600 how long `make fuzz` makes up calls
# URL=…       the city that `make contract` looks at; the demo's portal if left out
# ARGS=…      more arguments for pytest: make test ARGS="tests/kernel -k clock"

PYTHON ?= python3
PORT   ?= 8000
ARGS   ?=
SECONDS ?= 600
URL     ?= http://127.0.0.1:$(PORT)

VENV   := .venv
BIN    := $(VENV)/bin
STAMPS := $(VENV)/.stamps
UV     := VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv
TEXTS  := $(shell find src -name '*.po' 2>/dev/null)
LOCK   := --quiet --universal --generate-hashes --no-header --python-version 3.11

# Our processes load a thousand modules; compiled ones load in a third of the time.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup demo test fuzz contract pages check screens docs format messages lock upgrade bench scale failover clean

help:
	@echo 'make demo      start a whole city from nothing and take a case to its sealed licence (ONCE=1: then end)'
	@echo 'make test      run every test (ARGS="…" goes to pytest)'
	@echo 'make fuzz      for the night: ten minutes of made-up calls (SECONDS=…), every role at every door'
	@echo 'make pages     measure the main pages: Lighthouse and the HTML validator (needs Node and Java; minutes)'
	@echo 'make contract  hold a running city against what its API promises (URL=https://…, SECONDS=…)'
	@echo 'make check     format, lint, types, import contract, translations, keys left in files, licences'
	@echo 'make setup     install what the product needs into $(VENV)'
	@echo 'make format    format the code'
	@echo 'make messages  compile the message catalogues'
	@echo 'make docs      draw the pictures that are made from the code'
	@echo 'make measures  write which test proves which measure'
	@echo 'make bench     measure, each figure beside its limit'
	@echo 'make scale     an hour: a million open cases, a decreed holiday, ten thousand limits in one minute'
	@echo 'make failover  kill the database under load, promote its replica, look for every acknowledged write'
	@echo 'make lock      rewrite the locks after a change in pyproject.toml'
	@echo 'make upgrade   rewrite the locks with the newest allowed versions'
	@echo 'make clean     remove everything that can be made again; var keeps its data'

# ── Setting up ───────────────────────────────────────────────────────────────────────────────────────────
# Two locks, one environment: the development lock holds the product's, so whoever has it needs no other.

$(STAMPS)/uv: requirements/bootstrap.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo 'Leyiban needs Python 3.11 or newer: make PYTHON=python3.12 …'; exit 1; }
	@echo 'Setting up $(VENV) …'
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/bootstrap.txt
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/development: requirements/development.txt pyproject.toml $(STAMPS)/uv
	@$(UV) pip sync --quiet --require-hashes --compile-bytecode requirements/bootstrap.txt requirements/development.txt
	@$(UV) pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(STAMPS)/product: requirements/product.txt pyproject.toml $(STAMPS)/uv
	@if [ -e $(STAMPS)/development ]; then $(MAKE) --no-print-directory $(STAMPS)/development; else \
		$(UV) pip sync --quiet --require-hashes --compile-bytecode requirements/bootstrap.txt requirements/product.txt && \
		$(UV) pip install --quiet --no-deps --no-build-isolation --editable .; fi
	@touch $@

$(STAMPS)/messages: $(TEXTS) $(STAMPS)/product
	@$(BIN)/python -m leyiban.config.catalogues compile
	@touch $@

$(STAMPS)/browser: tests/support/ensure_tools.sh
	@sh tests/support/ensure_tools.sh
	@mkdir -p $(STAMPS) && touch $@

setup: $(STAMPS)/messages

messages: $(STAMPS)/messages

docs: $(STAMPS)/development setup
	@$(BIN)/python docs/architecture_picture.py

# ── Running ──────────────────────────────────────────────────────────────────────────────────────────────

demo: setup
	@LEYIBAN_ENV=demo exec $(BIN)/leyiban run --port $(PORT) $(if $(ONCE),--once)

bench: setup
	@LEYIBAN_ENV=demo exec $(BIN)/leyiban bench $(ARGS)

scale: setup
	@LEYIBAN_ENV=demo exec $(BIN)/leyiban bench --only million --only decree --only due $(ARGS)

failover: setup
	@LEYIBAN_ENV=demo exec $(BIN)/leyiban bench --only failover $(ARGS)

# ── Proving ──────────────────────────────────────────────────────────────────────────────────────────────

test: $(STAMPS)/development setup $(STAMPS)/browser
	@$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

fuzz: $(STAMPS)/development setup
	@API_FUZZ_SECONDS=$(SECONDS) API_FUZZ_SEED=$${API_FUZZ_SEED:-$$(date -u +%Y%m%d)} $(BIN)/pytest -q -s -p no:randomly tests/api/test_fuzz.py $(ARGS)
	@ROLE_MATRIX=whole $(BIN)/pytest -q -s -p no:randomly tests/hard/test_role_matrix.py tests/hard/test_role_matrix_doors.py $(ARGS)

# Node tools that only this needs; locked, and without their install scripts.
$(STAMPS)/page_tools: tests/pages/package-lock.json
	@command -v npm >/dev/null && command -v java >/dev/null || { echo 'make pages needs Node and Java: apt-get install nodejs npm default-jre-headless'; exit 1; }
	@cd tests/pages && npm ci --ignore-scripts --silent
	@mkdir -p $(STAMPS) && touch $@

pages: $(STAMPS)/development setup $(STAMPS)/browser $(STAMPS)/page_tools
	@$(BIN)/python -m tests.pages $(ARGS)

contract: $(STAMPS)/development
	@$(BIN)/python -m tests.contract $(URL) --seconds $(SECONDS)

check: $(STAMPS)/development setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m leyiban.config.catalogues check
	$(BIN)/python -m tests.support.secret_scan
	$(BIN)/python -m tests.support.licences
	@$(BIN)/python docs/architecture_picture.py --check || { echo 'docs/architecture.svg is not the house as it is: make docs'; exit 1; }

format: $(STAMPS)/development
	$(BIN)/ruff check --select I --fix --quiet .
	$(BIN)/ruff format .

screens: $(STAMPS)/development setup
	@KEEP_SCREENS=1 $(BIN)/pytest -q tests/web/test_screens.py
	@$(BIN)/python -m tests.pages.screens

measures: setup
	@$(BIN)/leyiban measures

# ── Keeping ──────────────────────────────────────────────────────────────────────────────────────────────
# Locks hold versions and digests, never addresses: a city installs from a mirror of its own.

lock: $(STAMPS)/uv
	$(UV) pip compile $(LOCK) --no-annotate requirements/bootstrap.in -o requirements/bootstrap.txt
	$(UV) pip compile $(LOCK) pyproject.toml -o requirements/product.txt
	$(UV) pip compile $(LOCK) --group development --constraint requirements/product.txt pyproject.toml -o requirements/development.txt

upgrade:
	@$(MAKE) --no-print-directory lock LOCK='$(LOCK) --upgrade'

clean:
	@! test -e var/test/database/data.location || rm -rf "$$(cat var/test/database/data.location)"
	@! test -e var/pages/database/data.location || rm -rf "$$(cat var/pages/database/data.location)"
	rm -rf $(VENV) var/test var/pages tests/pages/node_modules var/static .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache src/*.egg-info build
	find src sandbox tests bench -name __pycache__ -prune -exec rm -rf {} +
	find src -name '*.mo' -delete
