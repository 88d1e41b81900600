"""The networks of tf.contrib.slim have 1.15.5's variables, end points and op seeds."""

import json

import pytest
import starting

from tests.record.scripts import SCRIPTS

NETWORKS = SCRIPTS["slim_nets"]
EXPECTED = json.loads(NETWORKS.expected())


@pytest.fixture(scope="module")
def seen(forking):
    """All networks, built in one process under the facade."""
    return json.loads(NETWORKS.said(starting.WARM, forking))


@pytest.mark.parametrize("network", EXPECTED)
def test_network_is_as_in_115(seen, network):
    assert seen[network] == EXPECTED[network]
