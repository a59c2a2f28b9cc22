# SPDX-License-Identifier: Apache-2.0
"""The examples of README.md do what it says (that in C++: tests/consumer)."""

import json
import re
import subprocess

from connect import make_client
from server_process import BINARY, TOP

FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def examples():
    """[(language, code, language and text of the output shown below it or None)]"""
    blocks = FENCE.findall((TOP / "README.md").read_text())
    found = []
    for language, text in blocks:
        if language in ("json", "text"):
            found[-1][2] = (language, text)
        else:
            found.append([language, text, None])
    return [example for example in found if example[0] != "cpp"]


def run(language, code, environment):
    program = {"sh": ["bash", "-eu", "-c", code], "python": ["/usr/bin/python3", "-c", code]}[language]
    done = subprocess.run(program, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, f"{code}\n{done.stdout}{done.stderr}"
    return done.stdout


def test_examples_do_what_they_say(endpoint, client_environment):
    environment = dict(client_environment)
    for name in [n for n in environment if n.startswith("AWS_") and n not in ("AWS_PAGER", "AWS_EC2_METADATA_DISABLED")]:
        del environment[name]
    shown = 0
    try:
        for language, code, output in examples():
            for line in code.splitlines():
                if line.startswith("export "):
                    environment.update(word.split("=", 1) for word in line.split()[1:])
            got = run(language, code.replace("http://127.0.0.1:8000", endpoint), environment)
            if output:
                shown += 1
                decode = json.loads if output[0] == "json" else str.strip
                assert decode(got) == decode(output[1]), code
    finally:
        client = make_client(endpoint)
        if "Songs" in client.list_tables()["TableNames"]:
            client.delete_table(TableName="Songs")
    assert shown == 4


def test_the_table_of_flags_is_the_programs():
    """After a change of flags: scripts/flag_table.py --write"""
    made = subprocess.run([TOP / "scripts/flag_table.py", BINARY], capture_output=True, text=True, check=True).stdout
    assert made.count("| `--") > 25
    assert made in (TOP / "README.md").read_text()
