# SPDX-License-Identifier: Apache-2.0
"""A few short rounds of the soak. soak.py --minutes 60 is the long form."""

import os

import pytest

from server_process import ServerProcess
from soak.soak import Taken, soak

pytestmark = pytest.mark.skipif("MAGNETO_ENDPOINT" in os.environ, reason="is about our own program")


def test_all_is_right_and_nothing_grows_in_rounds_of_load_and_restarts(tmp_path):
    lines = list(soak(tmp_path, seed=7, is_over=lambda rounds: rounds == 4, round_s=0.7, restart_every=3,
                      first_rounds=1))
    print(*lines, sep="\n")
    assert len(lines) == 4 and " 0 acknowledged" not in lines[-1]


@pytest.mark.parametrize("more", ["memory_mb", "threads", "descriptors"])
def test_growth_is_noticed(tmp_path, more):
    with ServerProcess(tmp_path / "data") as server:
        limit, taken = Taken(server), Taken(server)
        assert taken.is_within(limit)
        setattr(taken, more, getattr(taken, more) + 100)
        assert not taken.is_within(limit)
