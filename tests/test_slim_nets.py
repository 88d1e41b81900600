"""The networks of tf.contrib.slim have 1.15.5's variables, end points and op seeds."""

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))
try:
    import slim_nets
    import starting
finally:
    sys.path.pop(0)

EXPECTED = json.loads(slim_nets.GOLDEN.read_text())


@pytest.fixture(scope="module")
def seen(tmp_path_factory, forking):
    """All networks, built in one process under the facade."""
    out = tmp_path_factory.mktemp("nets") / "seen.json"
    done = starting.run(starting.WARM, "slim_nets.py", out, environment=forking)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(out.read_text())


@pytest.mark.parametrize("network", EXPECTED)
def test_network_is_as_in_115(seen, network):
    assert seen[network] == EXPECTED[network]
