# SPDX-License-Identifier: Apache-2.0
"""Random reads, judged by a model (read_judge.py): while items move, before and after cold starts."""

import read_judge
from server_process import ServerProcess


def test_random_reads_leave_nothing_out_and_repeat_nothing(tmp_path):
    with ServerProcess(tmp_path / "data", *read_judge.SMALL_FILES) as server:
        judge = read_judge.Judge(server, seed=20281128)
        read_judge.run(judge, rounds=1, writes=40, reads=25)
        assert judge.items > 1000
