# SPDX-License-Identifier: Apache-2.0
"""docs/compatibility.md names every operation, and says of each rightly whether it is there."""

import os
import re

import boto3
import pytest

from raw_request import send
from server_process import TOP

STREAMS = {"DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"}


def operations(heading):
    section = (TOP / "docs/compatibility.md").read_text().split(f"## {heading}\n")[1].split("\n## ")[0]
    return re.findall(r"^\| (\w+) \|", section, re.MULTILINE)[1:]


THERE = operations("Operations that are there")
MISSING = operations("Operations that are not there yet")


def test_page_names_every_operation_once():
    session = boto3.session.Session(region_name="us-east-1")
    known = set()
    for service in ("dynamodb", "dynamodbstreams"):
        known |= set(session.client(service).meta.service_model.operation_names)
    assert len(THERE + MISSING) == len(set(THERE + MISSING))
    # Debian's boto3 may know fewer operations than there are today.
    assert known <= set(THERE + MISSING)


@pytest.mark.skipif("MAGNETO_ENDPOINT" in os.environ, reason="is about our own program")
@pytest.mark.parametrize("operation", THERE + MISSING)
def test_page_is_right(endpoint, operation):
    service = "DynamoDBStreams_20120810" if operation in STREAMS else "DynamoDB_20120810"
    answer = send(endpoint, operation, {}, service=service)
    unknown = answer.status != 200 and answer.error == "UnknownOperationException"
    assert unknown == (operation in MISSING), answer.body
