"""The table of faults is whole; `python -m tests.mutations` puts them in."""

import pytest

from tests.cases import goldens, registry
from tests.mutations import ROOT, faults

FAULTS = faults()


@pytest.mark.parametrize("fault", FAULTS, ids=lambda f: f"{f.path}: {f.what}")
def test_a_fault_fits_the_code_and_names_what_is_there(fault):
    assert (ROOT / fault.path).read_text(encoding="utf-8").count(fault.old) == 1
    assert fault.old != fault.new
    for _, name in fault.cases:
        golden, _ = goldens.load(goldens.path_of(name.rpartition(".")[0]))
        assert any(key.startswith(f"{name}|") for key in golden), name
    for test in " ".join(fault.tests).split():
        path, _, function = test.partition("::")
        function = function.partition("[")[0]
        assert (ROOT / path).exists(), test
        assert f"def {function}(" in (ROOT / path).read_text() if function else True


def test_there_are_faults_for_the_files_of_cases():
    seen = {name.rpartition(".")[0] for fault in FAULTS for _, name in fault.cases}
    families = set(registry.families())
    assert len(families - seen) <= len(families) // 4, "new files may wait"
    assert len(FAULTS) >= 80
