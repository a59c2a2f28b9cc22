# SPDX-License-Identifier: Apache-2.0
"""The table `users` of the programs on boto3's resource layer."""

from decimal import Decimal

INDEX = "internal_brain_id_gsi"


def create_users(dynamodb_resource, name, index=True):
    """An empty table, ready to be used."""
    units = {"ReadCapacityUnits": 5, "WriteCapacityUnits": 5}
    definitions = [
        {"AttributeName": "username", "AttributeType": "S"},
        {"AttributeName": "last_name", "AttributeType": "S"},
    ]
    more = {}
    if index:
        definitions.append({"AttributeName": "internal_brain_id", "AttributeType": "N"})
        more["GlobalSecondaryIndexes"] = [{
            "IndexName": INDEX,
            "KeySchema": [{"AttributeName": "internal_brain_id", "KeyType": "HASH"}],
            "Projection": {"ProjectionType": "ALL"},
            "ProvisionedThroughput": units,
        }]
    table = dynamodb_resource.create_table(
        TableName=name,
        KeySchema=[
            {"AttributeName": "username", "KeyType": "HASH"},
            {"AttributeName": "last_name", "KeyType": "RANGE"},
        ],
        AttributeDefinitions=definitions,
        ProvisionedThroughput=units,
        **more,
    )
    table.meta.client.get_waiter("table_exists").wait(TableName=name)
    return table


PEOPLE = [
    {"username": "janedoe", "first_name": "Jane", "last_name": "Doe", "age": Decimal(25),
     "account_type": "standard_user", "internal_brain_id": Decimal(7),
     "address": {"road": "1 Jefferson Street", "city": "Los Angeles", "state": "CA", "zipcode": Decimal(90001)}},
    {"username": "johndoe", "first_name": "John", "last_name": "Doe", "age": Decimal(28),
     "account_type": "super_user", "internal_brain_id": Decimal(7),
     "address": {"road": "2 Lincoln Avenue", "city": "Portland", "state": "OR", "zipcode": Decimal(97201)}},
    {"username": "bob", "first_name": "Bob", "last_name": "Smith", "age": Decimal(18),
     "account_type": "standard_user", "internal_brain_id": Decimal(7),
     "address": {"road": "3 Madison Drive", "city": "Fresno", "state": "CA", "zipcode": Decimal(93650)}},
    {"username": "alice", "first_name": "Alice", "last_name": "Jones", "age": Decimal(61),
     "account_type": "super_user", "internal_brain_id": Decimal(8),
     "address": {"road": "4 Monroe Court", "city": "Boise", "state": "ID", "zipcode": Decimal(83701)}},
]
