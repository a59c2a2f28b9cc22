# SPDX-License-Identifier: Apache-2.0
"""Clients with which the tests reach a server."""

import boto3
from botocore.config import Config

ACCESS_KEY = "testkey"
SECRET_KEY = "testsecret"
REGION = "us-east-1"


def make_client(endpoint, kind=boto3.client, access_key=ACCESS_KEY, secret=SECRET_KEY, attempts=1):
    """A boto3 client (or resource) that does not repeat failed requests, unless it may make several attempts."""
    config = Config(retries={"max_attempts": attempts - 1}, read_timeout=60, max_pool_connections=64)
    return kind("dynamodb", endpoint_url=endpoint, region_name=REGION, config=config,
                aws_access_key_id=access_key, aws_secret_access_key=secret)
