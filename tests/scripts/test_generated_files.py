# SPDX-License-Identifier: Apache-2.0
"""The generated sources are what their scripts make of the pinned version of the service's models."""

import subprocess
import sys

import pytest

from server_process import TOP

WHEELS = TOP / "build" / "botocore"


@pytest.fixture(scope="module")
def wheel():
    """The wheel of scripts/botocore_version, downloaded where it is missing."""
    version = (TOP / "scripts/botocore_version").read_text().strip()
    found = list(WHEELS.glob(f"botocore-{version}-*.whl"))
    if not found:
        pip = WHEELS / "environment/bin/pip"
        subprocess.run([sys.executable, "-m", "venv", "--clear", WHEELS / "environment"], check=True)
        subprocess.run([pip, "download", "-q", "--disable-pip-version-check", "--no-deps", "--dest", WHEELS,
                        f"botocore=={version}"],
                       check=True, timeout=900)
        found = list(WHEELS.glob(f"botocore-{version}-*.whl"))
    return found[0]


@pytest.mark.parametrize("script", ["generate_shapes", "generate_client", "generate_endpoints"])
def test_generated_files_are_up_to_date(script, wheel):
    done = subprocess.run([sys.executable, TOP / f"scripts/{script}.py", wheel, "--check"],
                          capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
