# SPDX-License-Identifier: Apache-2.0
"""The JavaScript SDK v3. The steps are in javascript/life_of_a_table.mjs; its packages come from npm."""

import subprocess
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "javascript"


@pytest.fixture(scope="session")
def sdk():
    """Installs the versions of package-lock.json, where that has not been done."""
    done = FOLDER / "node_modules/.package-lock.json"
    if not done.exists() or done.stat().st_mtime < (FOLDER / "package-lock.json").stat().st_mtime:
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=FOLDER,
                       check=True, capture_output=True, timeout=600)


def test_life_of_a_table(sdk, client_environment, table_name):
    done = subprocess.run(
        ["node", FOLDER / "life_of_a_table.mjs", table_name],
        env=client_environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    steps = [line.split(":")[0] for line in done.stdout.splitlines()]
    assert steps == ["create", "fill", "read", "update", "page", "drop"]
