# SPDX-License-Identifier: Apache-2.0
"""Many clients at once: no update is lost, one of several wins, and transactions are isolated."""

import random
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from botocore.exceptions import ClientError

THREADS = 16


def together(function, arguments):
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(function, arguments))


def test_no_increment_is_lost(client, make_table):
    table = make_table("S")

    def add(n):
        answer = client.update_item(
            TableName=table, Key={"pk": {"S": "counter"}}, ReturnValues="UPDATED_NEW",
            UpdateExpression="ADD hits :one SET seen = list_append(if_not_exists(seen, :none), :n)",
            ExpressionAttributeValues={":one": {"N": "1"}, ":none": {"L": []}, ":n": {"L": [{"N": str(n)}]}})
        return int(answer["Attributes"]["hits"]["N"])

    answers = together(add, range(400))
    assert sorted(answers) == list(range(1, 401))
    item = client.get_item(TableName=table, Key={"pk": {"S": "counter"}}, ConsistentRead=True)["Item"]
    assert item["hits"] == {"N": "400"}
    assert sorted(int(n["N"]) for n in item["seen"]["L"]) == list(range(400))


def test_one_of_many_conditional_puts_wins(client, make_table):
    table = make_table("S", "N")

    def put(who):
        try:
            client.put_item(TableName=table, ConditionExpression="attribute_not_exists(pk)",
                            Item={"pk": {"S": "race"}, "sk": {"N": str(who % 25)}, "winner": {"N": str(who)}})
            return who
        except client.exceptions.ConditionalCheckFailedException:
            return None

    winners = [who for who in together(put, range(400)) if who is not None]
    assert sorted(who % 25 for who in winners) == list(range(25))
    items = client.query(TableName=table, KeyConditionExpression="pk = :p",
                         ExpressionAttributeValues={":p": {"S": "race"}}, ConsistentRead=True)["Items"]
    assert sorted(int(item["winner"]["N"]) for item in items) == sorted(winners)


def again_after_conflict(call):
    """Calls until no other transaction is in the way."""
    while True:
        try:
            return call()
        except ClientError as error:
            if error.response["Error"]["Code"] != "TransactionCanceledException":
                raise
            codes = {reason["Code"] for reason in error.response["CancellationReasons"]}
            if "TransactionConflict" not in codes:
                raise


def test_money_is_neither_made_nor_lost(client, make_table):
    table, accounts, each = make_table("N"), range(6), 1000
    for n in accounts:
        client.put_item(TableName=table, Item={"pk": {"N": str(n)}, "money": {"N": str(each)}})

    def change(n, sign):
        return {"Update": {
            "TableName": table, "Key": {"pk": {"N": str(n)}},
            "UpdateExpression": f"SET money = money {sign} :sum",
            "ConditionExpression": "money >= :sum" if sign == "-" else "attribute_exists(pk)",
            "ExpressionAttributeValues": {":sum": {"N": "7"}}}}

    def transfer(seed):
        payer, payee = random.Random(seed).sample(accounts, 2)
        again_after_conflict(lambda: client.transact_write_items(
            TransactItems=[change(payer, "-"), change(payee, "+")]))

    def total_by_transaction(_):
        answer = again_after_conflict(lambda: client.transact_get_items(TransactItems=[
            {"Get": {"TableName": table, "Key": {"pk": {"N": str(n)}}}} for n in accounts]))
        return sum(int(r["Item"]["money"]["N"]) for r in answer["Responses"])

    def total_by_batch():
        keys = [{"pk": {"N": str(n)}} for n in accounts]
        answer = client.batch_get_item(RequestItems={table: {"Keys": keys, "ConsistentRead": True}})
        return sum(int(item["money"]["N"]) for item in answer["Responses"][table])

    with ThreadPoolExecutor(4) as readers:
        totals = readers.map(total_by_transaction, range(100))
        together(transfer, range(200))
        assert set(totals) == {each * len(accounts)}
    assert total_by_batch() == each * len(accounts)


def test_index_agrees_with_the_table_after_racing_writes(client, make_table):
    table = make_table(
        "N",
        AttributeDefinitions=[{"AttributeName": "colour", "AttributeType": "S"}],
        GlobalSecondaryIndexes=[{
            "IndexName": "by_colour", "Projection": {"ProjectionType": "ALL"},
            "KeySchema": [{"AttributeName": "colour", "KeyType": "HASH"}]}])
    colours = ["red", "green", "blue"]

    def write(seed):
        pick = random.Random(seed)
        key = {"pk": {"N": str(pick.randrange(10))}}
        if pick.random() < 0.3:
            client.delete_item(TableName=table, Key=key)
        else:
            client.put_item(TableName=table, Item=key | {
                "colour": {"S": pick.choice(colours)}, "version": {"N": str(seed)}})

    together(write, range(400))
    items = client.scan(TableName=table, ConsistentRead=True)["Items"]
    for colour in colours:
        found = client.query(
            TableName=table, IndexName="by_colour", KeyConditionExpression="colour = :c",
            ExpressionAttributeValues={":c": {"S": colour}})["Items"]
        expected = [item for item in items if item["colour"]["S"] == colour]
        assert sorted(found, key=str) == sorted(expected, key=str)


def test_token_makes_a_transaction_happen_once(client, make_table):
    table = make_table("S")
    request = dict(
        ClientRequestToken=str(uuid.uuid4()),
        TransactItems=[{"Update": {
            "TableName": table, "Key": {"pk": {"S": "counter"}}, "UpdateExpression": "ADD hits :one",
            "ExpressionAttributeValues": {":one": {"N": "1"}}}}])

    def write(_):
        try:
            client.transact_write_items(**request)
        except client.exceptions.TransactionInProgressException:
            pass

    together(write, range(50))
    item = client.get_item(TableName=table, Key={"pk": {"S": "counter"}}, ConsistentRead=True)["Item"]
    assert item["hits"] == {"N": "1"}
    request["TransactItems"][0]["Update"]["UpdateExpression"] = "ADD hits :one, more :one"
    with pytest.raises(client.exceptions.IdempotentParameterMismatchException):
        client.transact_write_items(**request)
