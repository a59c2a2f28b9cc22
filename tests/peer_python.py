# SPDX-License-Identifier: Apache-2.0
"""Environments with Python packages that only some tests need."""

import subprocess
import sys
from pathlib import Path

BUILD = Path(__file__).resolve().parents[1] / "build"


def python_with(requirements, name):
    """The Python of the environment build/NAME, which is made where it is missing or old."""
    folder = BUILD / name
    wanted = requirements.read_text()
    done = folder / "requirements.txt"
    if not done.exists() or done.read_text() != wanted:
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        subprocess.run([folder / "bin/pip", "install", "-q", "--disable-pip-version-check", "-r", requirements],
                       check=True, timeout=900)
        done.write_text(wanted)
    return folder / "bin/python"
