# make compare   every lab, legacy and Keras twin, compared; plots and traces in out/
# make test      the tests, in two processes
# make oracle    the real TensorFlow 1.15.5, where a Python 3.7 is found
# make docs      the reference, a site in out/docs/site, with the plots of make compare
# make lint      ruff, mypy and the contracts between the packages
# make matrix    a smoke set on pairs of Python and TensorFlow, by nox

PYTHON ?= python3
BIN = .venv/bin
STAMP = .venv/installed-$(shell cksum < pyproject.toml | cut -d ' ' -f 1)

export TF_CPP_MIN_LOG_LEVEL ?= 3
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: compare test oracle docs lint matrix clean

compare: $(STAMP)
	$(BIN)/lab12 compare --out out

test: $(STAMP)
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

lint: $(STAMP)
	$(BIN)/pip install --quiet --group lint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

matrix: $(STAMP)
	$(BIN)/pip install --quiet --group matrix
	$(BIN)/nox

docs: $(STAMP)
	$(BIN)/pip install --quiet --group docs
	$(BIN)/python docs/site/make.py out

$(STAMP):
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 10) <= sys.version_info < (3, 14))' || \
	  { echo "expected Python 3.10 to 3.13, received $$($(PYTHON) --version 2>&1);" \
	    "name another one: make PYTHON=python3.12 ..." >&2; exit 2; }
	$(PYTHON) -m venv --clear .venv
	$(BIN)/pip install --quiet --upgrade 'pip>=25.1'
	$(BIN)/pip install --quiet -e . --group test
	@touch $(STAMP)

oracle: .oracle/installed

.oracle/installed: tests/oracle-requirements.txt
	@for python in python3.7 "$${PYENV_ROOT:-$$HOME/.pyenv}"/versions/3.7.*/bin/python; do \
	  "$$python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 7))' \
	    2>/dev/null && found="$$python" && break; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "TensorFlow 1.15.5 needs Python 3.7; found no python3.7 on the PATH and" \
	    "none under pyenv. Tests and comparisons use the recorded goldens." >&2; \
	  exit 2; \
	fi; \
	echo "oracle: $$found"; \
	"$$found" -m venv --clear .oracle && \
	.oracle/bin/python -m pip install --quiet -r tests/oracle-requirements.txt && \
	touch .oracle/installed

clean:
	rm -rf .venv .oracle .nox out
