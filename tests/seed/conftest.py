# SPDX-License-Identifier: Apache-2.0
"""Programs as people write them against DynamoDB, with nothing changed but the endpoint."""

import os

import boto3
import botocore.utils
import pytest
from botocore.exceptions import InvalidRegionError


def region():
    """Older releases of boto3 take any text for a region; newer ones refuse an underscore."""
    try:
        botocore.utils.validate_region_name("dummy_region")
        return "dummy_region"
    except InvalidRegionError:
        return "dummy-region"


@pytest.fixture(scope="session")
def account(endpoint):
    """The arguments with which the programs make their clients. DynamoDB Local, against which these tests
    are checked, wants letters and digits."""
    foreign = "MAGNETO_ENDPOINT" in os.environ
    return {
        "aws_access_key_id": "dummykey" if foreign else "dummy_key",
        "aws_secret_access_key": "dummysecret" if foreign else "dummy_secret",
        "region_name": region(),
        "endpoint_url": endpoint,
    }


@pytest.fixture
def dynamodb(account):
    return boto3.client("dynamodb", **account)


@pytest.fixture
def dynamodb_resource(account):
    return boto3.resource("dynamodb", **account)
