# SPDX-License-Identifier: Apache-2.0
"""Answers that people recorded of the service, asked again of a server of ours.

Each JSON file beside this one holds tables and cases. A case has a request (`operation`, `request`, and
`before` for requests that come first), the answer, and where it comes from: `region`, `date`, `source`. The
answer is `error` with `message` (or `message_begins`, or `message_has`, where only that is known), or `answer`,
of which every member must be in ours. `differs` says what our answer lacks: the case must fail then, and the word
goes when it passes. `<x*2049>` in a request stands for 2,049 times x.
"""

import json
import re
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from server_process import TOP, ServerProcess

CASES = [(path.stem, case)
         for path in sorted(Path(__file__).parent.glob("*.json"))
         for case in json.loads(path.read_text())["cases"]]
HEADERS = {
    "Content-Type": "application/x-amz-json-1.0",
    "X-Amz-Date": "20260101T000000Z",
    "Authorization": "AWS4-HMAC-SHA256 Credential=key/20260101/us-east-1/dynamodb/aws4_request, "
                     "SignedHeaders=host, Signature=0",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A server that has the tables of all files."""
    with ServerProcess(tmp_path_factory.mktemp("recorded") / "data") as running:
        for path in sorted(Path(__file__).parent.glob("*.json")):
            for table in json.loads(path.read_text())["tables"]:
                status, body = ask(running, "CreateTable", table)
                assert status == 200, body
        yield running


def ask(server, operation, request):
    """(status, body) of the answer."""
    headers = {**HEADERS, "X-Amz-Target": f"DynamoDB_20120810.{operation}"}
    body = re.sub(r"<([^<>*]+)\*(\d+)>", lambda repeat: repeat[1] * int(repeat[2]), json.dumps(request))
    asked = urllib.request.Request(server.endpoint, body.encode(), headers)
    try:
        with urllib.request.urlopen(asked) as answer:
            return answer.status, json.loads(answer.read() or b"{}")
    except urllib.error.HTTPError as refused:
        return refused.code, json.loads(refused.read())


def holds(expected, found):
    """Whether every member of `expected` is in `found`."""
    if isinstance(expected, dict):
        return isinstance(found, dict) and all(
            name in found and holds(value, found[name]) for name, value in expected.items())
    return expected == found


@pytest.mark.parametrize("case", [case for _, case in CASES],
                         ids=[f"{stem}-{case['name'].replace(' ', '_')}" for stem, case in CASES])
def test_answers_as_recorded(server, case, request):
    if "differs" in case:
        request.applymarker(pytest.mark.xfail(reason=case["differs"], strict=True))
    for earlier in case.get("before", []):
        status, body = ask(server, earlier["operation"], earlier["request"])
        assert status == 200, body
    status, body = ask(server, case["operation"], case["request"])
    if "error" in case:
        assert body.get("__type", "").split("#")[-1] == case["error"], body
        message = body.get("message", body.get("Message"))
        assert message == case.get("message", message)
        assert message.startswith(case.get("message_begins", ""))
        assert case.get("message_has", "") in message
    if "answer" in case:
        assert (status, holds(case["answer"], body)) == (200, True), body
    if "members" in case:
        assert sorted(body) == sorted(case["members"])


def test_every_case_says_where_it_comes_from():
    for stem, case in CASES:
        assert {"name", "operation", "request", "region", "date", "source"} <= case.keys(), (stem, case)
        assert {"error", "answer", "members"} & case.keys(), (stem, case)


def test_the_table_of_observations_names_cases_and_scripts_that_are_there():
    page = (TOP / "docs/observations.md").read_text().split("## Which test shows it\n")[1]
    rows = [line.split("|")[2] for line in page.splitlines() if line.startswith("| ")][1:]
    assert rows
    names = {case["name"] for _, case in CASES}
    for row in rows:
        cases, scripts = re.findall(r'"([^"]+)"', row), re.findall(r"`([^`]+)`", row)
        assert cases or scripts, row
        assert set(cases) <= names, set(cases) - names
        for script in scripts:
            assert (TOP / "tests/requests" / script).exists(), script
