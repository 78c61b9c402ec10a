# Loa: `make demo` shows it, `make test` tests it; each does all its own set-up. `make help` lists the rest.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
# A process for each core; a core that is done takes tests from one that is not.
PYTEST := $(BIN)/python -m pytest -n auto --dist worksteal

.DEFAULT_GOAL := help
.PHONY: help demo test setup run check-settings lint fmt cover soak fuzz schema train lock clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /	/' | expand -t 18

$(VENV)/.run: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Loa needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12 ...")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo 'Python has no venv module here. On Debian or Ubuntu: apt-get install python3-venv' >&2; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

$(VENV)/.train: requirements-train.txt $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-train.txt
	@touch $@

setup: $(VENV)/.run ## make the virtual environment with everything Loa runs on

demo: $(VENV)/.run ## the main job on this machine: sample website, Loa, sandbox Page
	$(BIN)/python run_bot.py demo

test: $(VENV)/.dev ## all tests (those that need PostgreSQL skip without LOA_TEST_POSTGRES_URL)
	$(PYTEST)

cover: $(VENV)/.dev ## all tests, with coverage
	$(PYTEST) --cov --cov-report=term

# SOAK="--workers 2 --database postgresql+psycopg://…" for two workers on one PostgreSQL
soak: $(VENV)/.dev ## the service killed 300 times under faults: every Post exactly once (some minutes)
	$(BIN)/python -m benchmarks.soak $(SOAK)

# FUZZ="--variants 1000 --first 5000" for others than the first 100,000; FUZZ=--bytes for the readers alone, which get more bytes that way (half an hour)
fuzz: $(VENV)/.dev ## 100,000 damaged and hostile web servers' answers: entries or one sentence, no hang, no growth of memory (a quarter of an hour)
	$(BIN)/python -m benchmarks.fuzz $(FUZZ)

# LABELLED=FILE.jsonl: labelled entries, measured by cross-validation and learnt from. TRAIN="--vietnews DIR --articles FILE --write" also
# learns from the labelled articles of those collections, and writes bot/editorial/fitted.json
train: $(VENV)/.train ## how good judgement is, and the fitted part of it anew (docs/editorial.md)
	$(BIN)/python -m training.train --labelled $(LABELLED) $(TRAIN)

run: $(VENV)/.run ## the service, with config/bot.yaml
	$(BIN)/python run_bot.py run

check-settings: $(VENV)/.run ## validate config/
	$(BIN)/python run_bot.py check

lint: $(VENV)/.dev ## ruff, mypy --strict, import-linter
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fmt: $(VENV)/.dev ## format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

schema: $(VENV)/.run ## write config/schema/*.json for editors' auto-completion
	$(BIN)/python run_bot.py schema config/schema

# pip knows lxml's extra by two spellings and stumbles over both; what it brings is in the lock anyway.
lock: ## pin requirements*.in with hashes (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-strip-extras -q requirements.in -o requirements.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-strip-extras -q requirements-dev.in -o requirements-dev.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-strip-extras -q requirements-train.in -o requirements-train.txt
	sed -i 's/^lxml\[html-clean\]==/lxml==/' requirements.txt requirements-dev.txt requirements-train.txt

clean: ## remove the virtual environment and caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage htmlcov
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
