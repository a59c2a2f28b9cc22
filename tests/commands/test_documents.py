# SPDX-License-Identifier: Apache-2.0
"""docs/commands.md: it names every command, and its session is what happens."""

import re
import shlex
import subprocess

from server_process import BINARY, TOP, ServerProcess

PAGE = (TOP / "docs/commands.md").read_text()
SERVING = {"serve", "check", "copy"}


def commands():
    text = subprocess.run([BINARY, "--help"], capture_output=True, text=True, check=True).stdout
    return set(re.findall(r"^  ([a-z-]+) ", text.split("Subcommands:")[1].split("Start a")[0], re.M))


def test_every_command_has_a_line_and_help_with_an_example(magneto):
    named = set(re.findall(r"^\| `([a-z][a-z-]*)` \|", PAGE, re.M))
    assert named | SERVING == commands() | SERVING
    for name in sorted(named):
        shown = magneto(name, "--help")
        assert shown.status == 0
        assert f"Example:\n  magneto {name}" in shown.out


def test_the_session_goes_as_it_is_written(environment, tmp_path):
    session = "".join(re.findall(r"^```console\n(.*?)^```$", PAGE, re.M | re.S))
    steps = re.split(r"^\$ ", session, flags=re.M)[1:]
    assert len(steps) > 5
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/magneto").symlink_to(BINARY)
    with ServerProcess(tmp_path / "data") as server:
        variables = {**environment, "AWS_ENDPOINT_URL": server.endpoint,
                     "PATH": f"{tmp_path}/bin:{environment['PATH']}"}
        for step in steps:
            lines = step.splitlines()
            command = [lines.pop(0)]
            while command[-1].endswith("\\"):
                command.append(lines.pop(0))
            assert shlex.split("\n".join(command))
            done = subprocess.run("\n".join(command), shell=True, capture_output=True, text=True,
                                  cwd=tmp_path, env=variables, timeout=60)
            printed = (done.stdout + done.stderr).replace(server.endpoint, "http://127.0.0.1:8000")
            assert printed.rstrip() == "\n".join(lines).rstrip(), command
