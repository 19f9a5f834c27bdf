# The verbs of this project, a line each. Both commands of the README set up what they need.
PYTHON ?= python3
BIN := .venv/bin
# By uv where there is one that reaches the packages, else by pip. What is imported is compiled then:
# to compile all there is would take as long as all the rest of installing it.
PIP = $(BIN)/pip install --quiet --disable-pip-version-check --no-compile
UV = $(shell command -v uv)
BY_UV = $(if $(UV),$(UV) pip install --quiet --python $(BIN)/python $(1) 2>/dev/null ||)
INSTALL = $(BY_UV) $(PIP) $(1)
# A lock names all that is to be installed. pip works on one core, so each half has a pip of its own.
HALF = awk '/^[a-z0-9]/ {n++} n % 2 == $(2)' $(1) > .venv/half-$(2).txt && $(PIP) --no-deps --require-hashes -r .venv/half-$(2).txt
LOCKED = $(call BY_UV,--require-hashes -r $(1)) { ($(call HALF,$(1),0)) & ($(call HALF,$(1),1)) && wait $$!; } || { wait; $(PIP) --require-hashes -r $(1); }

.PHONY: run test lint bench attack spark java
unexport PYTHONDONTWRITEBYTECODE  # what is run a hundred times need not be compiled each time

run: export VIP_SLA_WORKSPACE = demo-today
run: .venv/ready   ## a demo that ends today: make it anew, run it, write its last full month's reports, serve the dashboard
	rm -rf demo-today
	$(BIN)/vip-sla sample --demo --out demo-today
	$(BIN)/vip-sla run || [ $$? -eq 3 ]
	$(BIN)/vip-sla report --month last
	$(BIN)/vip-sla dashboard

test: lint $(if $(filter true,$(CI)),.venv/spark java)   ## lint, then every test; with CI=true on Spark, too
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

lint: .venv/tools  ## ruff, mypy, sqlfluff
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/sqlfluff lint --processes 2 dbt_project

bench: .venv/tools ## what a run over a hundred thousand made-up tickets costs, as a multiple of a floor
	$(BIN)/python -m tests.bench

attack: .venv/tools ## files damaged, runs killed, disks filled, by seed: what was lost must be 0; PART='kills --seed 7 --count 9'
	$(BIN)/python -m tests.attack $(PART)

spark: .venv/spark  ## the same rows from Spark as from DuckDB; installs the extra (450 MB, once) and wants Java 17 or newer
	VIP_SLA_SPARK_NEEDED=1 $(BIN)/python -m pytest tests/pipeline/running/test_spark.py

java:   # where there is none, and who asks may install it
	@if [ -z "$$JAVA_HOME" ] && ! command -v java >/dev/null && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends openjdk-17-jre-headless; fi

.venv/ready: requirements.lock pyproject.toml   # what running needs
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo 'Python 3.11 or newer is needed: make PYTHON=python3.x'; exit 1; }
	@echo 'Setting up .venv from requirements.lock (half a minute, once)'
	@$(PYTHON) -m venv .venv
	@$(call LOCKED,requirements.lock)
	@$(call INSTALL,--no-deps --no-build-isolation --editable .)
	@touch $@

.venv/tools: .venv/ready requirements-dev.lock   # and what linting and testing need on top
	@echo 'Adding the tools of requirements-dev.lock'
	@$(call LOCKED,requirements-dev.lock)
	@touch $@

.venv/spark: .venv/tools pyproject.toml   # the extra alone: what is locked stays as it is
	@echo 'Adding Spark'
	@$(call INSTALL,--editable '.[spark]')
	@touch $@
