# The doors of this project. Run "make" to see them.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8000
DIR ?= var/screens
STAMP := .venv/.stamp
.DEFAULT_GOAL := help
.PHONY: help setup run test test-setup check soak bench lock screens

help: ## this list
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 14

$(BIN)/pip:
	$(PYTHON) -m venv --clear .venv || { rm -rf .venv; echo "Install python3-venv and run this again."; exit 1; }

$(STAMP)-run: requirements/run.txt | $(BIN)/pip
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	@touch $@

$(STAMP)-dev: requirements/dev.txt | $(BIN)/pip
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@ $(STAMP)-run

setup: $(STAMP)-run ## environment and database, nothing running; safe to repeat
	$(BIN)/python manage.py migrate --verbosity 0
	$(BIN)/python manage.py createcachetable --verbosity 0
	$(BIN)/python manage.py collectstatic --noinput --verbosity 0

run: export DEMO := 1
run: export SITE_URL ?= http://127.0.0.1:$(PORT)
run: setup ## a demo board on http://127.0.0.1:8000 (PORT= to change)
	$(BIN)/python manage.py load_demo
	@echo "Open http://127.0.0.1:$(PORT) and sign in as chair, secretary, member or observer; password: demo"
	$(BIN)/gunicorn boardapp.wsgi --bind 127.0.0.1:$(PORT) --workers 2 --threads 4 --worker-class gthread --control-socket var/gunicorn.ctl --graceful-timeout 2

test-setup: $(STAMP)-dev ## everything the tests need: PostgreSQL and Chromium included
	.ci/install_services

test: test-setup ## all tests on SQLite, then all on PostgreSQL; browser tests on SQLite
	.ci/test

soak: test-setup ## the long tests: races, faults, kill -9; a line for each promise (ONLY=drafting, votes, register or notices)
	$(BIN)/python -m tests.soak $(ONLY)

bench: $(STAMP)-dev ## what things cost, as ratios in one run; exit 1 if a goal is missed (ONLY=drafting, minutes, calendar or home)
	$(BIN)/python -m tests.bench $(ONLY)

check: $(STAMP)-dev ## lint, types, rooms, templates, migrations, lock files
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --cache-dir .cache/import-linter
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py check --deploy --fail-level WARNING
	$(BIN)/python .ci/locks.py check

lock: $(STAMP)-dev ## lock files anew, after a change in pyproject.toml
	$(BIN)/pip install --quiet uv
	$(BIN)/python .ci/locks.py make

screens: test-setup ## a picture of every page at three widths, light and dark (DIR= to say where)
	DEMO=1 $(BIN)/python .ci/screens.py "$(DIR)"
