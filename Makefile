# Few verbs over the command line. Everything runs in .venv, made from the lock file.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: reports test lab check format lock clean bench stress

reports: $(VENV)/ready  ## execute the notebooks, render HTML and PDF into reports/
	$(BIN)/multivector build

test: $(VENV)/ready  ## the whole test suite
	$(BIN)/python -m pytest -n 2

lab: $(VENV)/ready  ## JupyterLab on the notebooks
	$(BIN)/jupyter lab --notebook-dir=notebooks

check: $(VENV)/ready  ## lint, types, notebooks stripped
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/ready  ## lay out code and notebooks
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/ready  ## measure the build against papermill and nbconvert (BENCH="--reports 5")
	$(BIN)/python -m benchmarks.run $(BENCH)

stress: $(VENV)/ready  ## disturb builds in every way known (STRESS="--rounds 100")
	$(BIN)/python -m tests.stress.run $(STRESS)

lock:  ## resolve the dependencies anew (needs uv)
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
	  --fork-strategy fewest --generate-hashes --no-emit-index-url --no-header --no-annotate \
	  --quiet --output-file requirements.lock

clean:  ## remove the environment and what tools left behind
	rm -rf $(VENV) .build .pytest_cache .mypy_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/ready: requirements.lock tests/axe.txt pyproject.toml
	$(PYTHON) -c 'import sys; v = sys.version_info[:2]; (3, 11) <= v < (3, 14) or sys.exit(f"Python 3.11 to 3.13 is needed, found {v[0]}.{v[1]}: run make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --upgrade \
	  --target $(VENV)/axe -r tests/axe.txt
	touch $@
