#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Writes an item to a server, or reads what an earlier call wrote:

    use_server.py ENDPOINT write|read
"""

import sys

import boto3

ITEM = {"Artist": {"S": "Nina"}, "Year": {"N": "1965"}}


def main():
    endpoint, what = sys.argv[1:]
    client = boto3.client("dynamodb", endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="anything",
                          aws_secret_access_key="anything")
    if what == "write":
        client.create_table(TableName="Songs", KeySchema=[{"AttributeName": "Artist", "KeyType": "HASH"}],
                            AttributeDefinitions=[{"AttributeName": "Artist", "AttributeType": "S"}],
                            BillingMode="PAY_PER_REQUEST")
        client.get_waiter("table_exists").wait(TableName="Songs", WaiterConfig={"Delay": 1})
        client.put_item(TableName="Songs", Item=ITEM)
    read = client.get_item(TableName="Songs", Key={"Artist": ITEM["Artist"]}, ConsistentRead=True).get("Item")
    print(f"{what}: {read}")
    return 0 if read == ITEM else 1


if __name__ == "__main__":
    sys.exit(main())
