# SPDX-License-Identifier: Apache-2.0
"""docs/compatibility.md names every operation, and each is there."""

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


OPERATIONS = operations("Operations")


def test_page_names_every_operation_once():
    session = boto3.session.Session(region_name="us-east-1")
    known = set()
    for service in ("dynamodb", "dynamodbstreams"):
        known |= set(session.client(service).meta.service_model.operation_names)
    assert len(OPERATIONS) == len(set(OPERATIONS))
    # Debian's boto3 may know fewer operations than there are today.
    assert known <= set(OPERATIONS)


def smallest(shape):
    """A value of the shape that keeps its constraints, with no member that need not be there."""
    least = shape.metadata.get("min", 0)
    match shape.type_name:
        case "structure":
            return {name: smallest(shape.members[name]) for name in shape.required_members}
        case "list":
            return [smallest(shape.member)] * least
        case "map":
            return {smallest(shape.key): smallest(shape.value)} if least else {}
        case "string":
            return shape.enum[0] if shape.enum else "x" * max(least, 3)
        case "boolean":
            return False
        case _:
            return max(least, 1)


def model_of(service, operation):
    """The input's shape, if the installed botocore knows the operation."""
    model = boto3.session.Session(region_name="us-east-1").client(service).meta.service_model
    known = operation in model.operation_names
    return model.operation_model(operation).input_shape if known else None


@pytest.mark.skipif("MAGNETO_ENDPOINT" in os.environ, reason="is about our own program")
@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_operation_is_there(endpoint, operation):
    streams = operation in STREAMS
    shape = model_of("dynamodbstreams" if streams else "dynamodb", operation)
    answer = send(endpoint, operation, smallest(shape) if shape else {},
                  service="DynamoDBStreams_20120810" if streams else "DynamoDB_20120810")
    assert answer.status == 200 or answer.error != "UnknownOperationException", answer.body
