# SPDX-License-Identifier: Apache-2.0
"""What docs/coming-from shows beside the lines of other clients stands in a test that runs."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
CODE = re.compile(r"`([^`]+)`")


def without_spaces(text):
    # clang-format may break a line in the middle of a call.
    return re.sub(r"\s+", "", text)


# What of a page is run where.
SOURCES = {
    "boto3": ["tests/coming_from/boto3_test.cc"],
    "pydynox": ["tests/coming_from/pydynox_test.cc"],
    "pynamo": ["docs/examples/pynamo.cc", "tests/s3/s3_probe.cc"],
    "encryption-client": ["tests/coming_from/encryption_client_test.cc"],
    "aws-sdk-cpp": ["tests/coming_from/aws_sdk_cpp_test.cc"],
}


@pytest.mark.parametrize("page", SOURCES)
def test_each_line_on_the_right_is_run(page):
    source = without_spaces("".join((ROOT / name).read_text() for name in SOURCES[page]))
    rows = [line for line in (ROOT / f"docs/coming-from/{page}.md").read_text().splitlines()
            if line.startswith("| ")][1:]
    assert len(rows) > 20
    missing = []
    for row in rows:
        right = row.strip().rstrip("|").rsplit(" | ", 1)[1]
        for code in CODE.findall(right):
            # A type, a name or a way of calling that is only spoken of.
            spoken_of = re.fullmatch(r"std::optional<Item>|[\w:]+|\.\w+\(\)", code)
            if not spoken_of and without_spaces(code) not in source:
                missing.append(code)
    assert not missing
