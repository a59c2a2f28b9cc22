# SPDX-License-Identifier: Apache-2.0
"""What lies in examples/ works: the pytest fixture and the Jest setup run as they stand, and what needs a
container engine names flags, ports and paths that exist."""

import os
import re
import shutil
import subprocess

import pytest

from server_process import BINARY, TOP, free_port

EXAMPLES = TOP / "examples"
HEALTH_CHECK = "curl -sf http://localhost:8000/"

pytestmark = pytest.mark.skipif("MAGNETO_ENDPOINT" in os.environ, reason="is about our own program")


def run(*command, folder, timeout):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AWS_") or "CA_" in name}
    done = subprocess.run(command, cwd=folder, env=dict(environment, MAGNETO=str(BINARY)), capture_output=True,
                          text=True, timeout=timeout)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_pytest_fixture():
    said = run("/usr/bin/python3", "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", "/dev/null", "--rootdir", ".", ".",
               folder=EXAMPLES / "pytest", timeout=120)
    assert "2 passed" in said


def test_jest_setup(tmp_path):
    folder = tmp_path / "jest"
    shutil.copytree(EXAMPLES / "jest", folder, ignore=shutil.ignore_patterns("node_modules"))
    run("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", folder=folder, timeout=600)
    said = run("npm", "test", folder=folder, timeout=300)
    assert re.search(r"Tests: +1 passed, 1 total", said), said


def test_health_check_is_the_same_everywhere_and_finds_a_server(own_server):
    as_list = re.compile(r'"curl", "-sf", "http://localhost:8000/"')
    assert as_list.search((TOP / "Dockerfile").read_text())
    assert as_list.search((EXAMPLES / "compose.yaml").read_text())
    assert HEALTH_CHECK in (EXAMPLES / "github-actions.yml").read_text()
    command = HEALTH_CHECK.replace("localhost:8000", f"localhost:{own_server.port}").split()
    assert subprocess.run(command, capture_output=True, timeout=20).returncode == 0


def test_image_serves_with_its_variables_in_its_folder(tmp_path):
    """What the Dockerfile's last stage does, without a container: its variables, folder and command."""
    text = (TOP / "Dockerfile").read_text()
    variables = dict(word.split("=") for word in re.search(r"^ENV (.*)$", text, re.MULTILINE)[1].split())
    assert re.search(r'^ENTRYPOINT \["magneto", "serve"\]$', text, re.MULTILINE)
    port = free_port()
    server = subprocess.Popen([BINARY, "serve", "--port", str(port)], cwd=tmp_path, env=dict(os.environ, **variables),
                              stderr=subprocess.DEVNULL)
    try:
        subprocess.run(["curl", "-sf", "--retry", "50", "--retry-connrefused", "--retry-delay", "1",
                        f"http://127.0.0.2:{port}/"], check=True, capture_output=True, timeout=60)
        assert (tmp_path / "magneto-data").is_dir()
    finally:
        server.terminate()
        assert server.wait(30) == 0


def test_dockerfile_uses_scripts_and_folders_that_exist():
    text = (TOP / "Dockerfile").read_text()
    for script in re.findall(r"^RUN (scripts/\S+)", text, re.MULTILINE):
        assert os.access(TOP / script, os.X_OK)
    [volume] = re.findall(r"^VOLUME (\S+)$", text, re.MULTILINE)
    assert f"WORKDIR {volume}\n" in text
    assert f":{volume}\n" in (EXAMPLES / "compose.yaml").read_text()
    assert f"install -d -o magneto -g magneto -m 0750 {volume}\n" in (TOP / "packaging/debian/postinst").read_text()
