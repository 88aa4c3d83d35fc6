# The targets make .venv by themselves, from the lock file.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.made

.PHONY: help setup demo test lint run bench storm fuzz lock golden

help:  ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

setup: $(STAMP)  ## make .venv from the lock file and install the command `counterfoil` into it

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(STAMP)

demo: $(STAMP)  ## play the whole story on embedded parts, in about a minute; leaves ./demo/
	$(BIN)/counterfoil demo

lint: $(STAMP)  ## ruff, mypy strict, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint  ## everything that this machine can run; what needs a missing peer is skipped by name
	$(BIN)/python -m pytest -n 6 --dist worksteal  # many tests wait for servers and clocks: two cores carry six

run: $(STAMP)  ## run the service with ./counterfoil.toml
	$(BIN)/counterfoil run

bench: $(STAMP)  ## figures against named baselines measured in the same run
	@for bench in $(basename $(notdir $(wildcard tests/bench/[a-z]*.py))); do echo "== $$bench"; $(BIN)/python -m tests.bench.$$bench || exit 1; done

storm: $(STAMP)  ## kill -9 under load for ten minutes a test, workers by the dozen, full disks
	COUNTERFOIL_STORM_SECONDS=600 $(BIN)/python -m pytest tests/storm -m "storm or not storm" -s --timeout 3600 -p no:xdist

fuzz: $(STAMP)  ## new examples for every property test, then hostile bytes at every reader, ten minutes each
	$(BIN)/python -m pytest -m hypothesis --hypothesis-profile=default --timeout 3600 -n 2
	@if $(BIN)/python -c "import atheris" 2>/dev/null; then \
		for target in mail reply results intent document; do \
			$(BIN)/python -m tests.fuzz.guided $$target -max_total_time=600 || exit 1; done; \
	else $(BIN)/python -m tests.fuzz.readers --seconds 600; fi

golden: $(STAMP)  ## write the golden files anew; the diff is the review
	COUNTERFOIL_GOLDEN=write $(BIN)/python -m pytest -q tests -k golden

lock:  ## solve the dependencies anew (needs uv)
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet -o requirements.lock
