# SPDX-License-Identifier: Apache-2.0
"""What --throttle and --conflicts service are for: a client sees the errors that it should repeat.

Nothing here waits for a time to pass. What is throttled has used up the units of minutes, and who wants to
meet a transaction tries until it does, while others write the item all the time.
"""

import itertools
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from botocore.exceptions import ClientError

from connect import make_client
from server_process import ServerProcess

TABLE = "music"
BIG = {"S": "x" * 400_000}  # 391 units of a write, 49 of an eventually consistent read.
# Of provisioned tables and those on demand: how they are made, and how they refuse.
PROVISIONED = {
    "made": {"ProvisionedThroughput": {"ReadCapacityUnits": 1, "WriteCapacityUnits": 1}},
    "exception": "ProvisionedThroughputExceededException",
    "message": "The level of configured provisioned throughput for the table was exceeded. Consider increasing "
               "your provisioning level with the UpdateTable API.",
    "member": "ThrottlingReasons",
    "reason": "ProvisionedThroughputExceeded",
    "code": "ProvisionedThroughputExceeded",
}
ON_DEMAND = {
    "made": {"BillingMode": "PAY_PER_REQUEST"},
    "exception": "ThrottlingException",
    "message": "Throughput exceeds the maximum OnDemandThroughput configured on table or index",
    "member": "throttlingReasons",
    "reason": "MaxOnDemandThroughputExceeded",
    "code": "ThrottlingError",
}


def key(name):
    return {"pk": {"S": name}}


def make_music(client, mode):
    return client.create_table(
        TableName=TABLE, KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        **mode["made"])["TableDescription"]["TableArn"]


@pytest.fixture
def start(tmp_path):
    """start(*options, mode=ON_DEMAND): a client of a server with these options, which has the table."""
    servers = []

    def run(*options, mode=ON_DEMAND):
        servers.append(ServerProcess(tmp_path / "data", *options))
        servers[-1].start()
        client = make_client(servers[-1].endpoint)
        client.meta.events.register("after-call.dynamodb", keep_body(client))
        client.arn = make_music(client, mode)
        return client

    yield run
    for server in servers:
        server.stop()


def keep_body(client):
    """Older versions of boto3 leave out of the error what their model does not have."""
    def keep(http_response, **_):
        client.body = json.loads(http_response.content)
    return keep


def refusal(call, **request):
    with pytest.raises(ClientError) as refused:
        call(**request)
    return refused.value


def check_throttled(client, error, mode, traffic):
    answer = error.response
    assert answer["Error"]["Code"] == mode["exception"]
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert answer["Error"]["Message"] == mode["message"]
    assert client.body[mode["member"]] == [{"reason": f"Table{traffic}{mode['reason']}", "resource": client.arn}]


both_modes = pytest.mark.parametrize("mode", [PROVISIONED, ON_DEMAND], ids=["provisioned", "on_demand"])


@both_modes
def test_writes_beyond_the_limit_are_throttled(start, mode):
    client = start("--throttle", f"{TABLE}=1000000,1", mode=mode)
    client.put_item(TableName=TABLE, Item={**key("big"), "text": BIG})
    small = {"TableName": TABLE, "Key": key("small")}
    writes = [
        (client.put_item, {"TableName": TABLE, "Item": key("small")}),
        (client.update_item, {**small, "UpdateExpression": "SET n = :n",
                              "ExpressionAttributeValues": {":n": {"N": "1"}}}),
        (client.delete_item, small),
        (client.batch_write_item, {"RequestItems": {TABLE: [{"PutRequest": {"Item": key("small")}}]}}),
        (client.execute_statement, {"Statement": f"INSERT INTO {TABLE} VALUE {{'pk': 'small'}}"}),
    ]
    for call, request in writes:
        check_throttled(client, refusal(call, **request), mode, "Write")
    read = client.get_item(TableName=TABLE, Key=key("big"), ReturnConsumedCapacity="TOTAL")
    assert read["ConsumedCapacity"]["CapacityUnits"] == 49.0
    assert "Item" not in client.get_item(**small)


@both_modes
def test_reads_beyond_the_limit_are_throttled(start, mode):
    client = start("--throttle", f"{TABLE}=1,1000000", mode=mode)
    for name in ("big", "bigger", "biggest"):
        client.put_item(TableName=TABLE, Item={**key(name), "text": BIG})
    assert client.scan(TableName=TABLE, ConsistentRead=True)["Count"] > 1
    reads = [
        (client.get_item, {"TableName": TABLE, "Key": key("big")}),
        (client.query, {"TableName": TABLE, "KeyConditionExpression": "pk = :pk",
                        "ExpressionAttributeValues": {":pk": {"S": "big"}}}),
        (client.scan, {"TableName": TABLE}),
        (client.batch_get_item, {"RequestItems": {TABLE: {"Keys": [key("big")]}}}),
        (client.execute_statement, {"Statement": f"SELECT * FROM {TABLE}"}),
    ]
    for call, request in reads:
        check_throttled(client, refusal(call, **request), mode, "Read")
    client.put_item(TableName=TABLE, Item=key("small"))


@both_modes
def test_throttled_transactions_are_cancelled_with_reasons(start, mode):
    client = start("--throttle", f"{TABLE}=1,1", mode=mode)
    client.put_item(TableName=TABLE, Item={**key("big"), "text": BIG})
    client.get_item(TableName=TABLE, Key=key("big"), ConsistentRead=True)
    put = {"Put": {"TableName": TABLE, "Item": key("small")}}
    get = {"Get": {"TableName": TABLE, "Key": key("small")}}
    for call, item in ((client.transact_write_items, put), (client.transact_get_items, get)):
        error = refusal(call, TransactItems=[item])
        assert isinstance(error, client.exceptions.TransactionCanceledException)
        assert error.response["CancellationReasons"] == [
            {"Code": mode["code"], "Message": mode["message"]}]
        assert error.response["Error"]["Message"] == (
            f"Transaction cancelled, please refer cancellation reasons for specific reasons [{mode['code']}]")


def test_tables_without_a_limit_are_not_throttled(start):
    client = start("--throttle", "other=1,1")
    for _ in range(5):
        client.put_item(TableName=TABLE, Item={**key("big"), "text": BIG})


@pytest.fixture
def meeting(start):
    """meeting(background, attempt): an error that attempt(client) ended with while others kept calling
    background(client)."""
    client = start("--conflicts", "service")
    over = threading.Event()

    def keep_calling(function):
        while not over.is_set():
            try:
                function(client)
            except ClientError:
                pass  # They meet each other, too.

    def run(background, attempt, seconds=120):
        deadline = time.monotonic() + seconds
        with ThreadPoolExecutor(4) as pool:
            try:
                for _ in range(4):
                    pool.submit(keep_calling, background)
                while True:
                    assert time.monotonic() < deadline, "nothing was refused"
                    try:
                        attempt(client)
                    except ClientError as error:
                        return client, error
            finally:
                over.set()

    return run


def transaction(client):
    client.transact_write_items(TransactItems=[{"Put": {"TableName": TABLE, "Item": {**key("met"), "text": BIG}}}])


WRITES = {
    "put_item": {"TableName": TABLE, "Item": key("met")},
    "update_item": {"TableName": TABLE, "Key": key("met"), "UpdateExpression": "REMOVE nothing"},
    "delete_item": {"TableName": TABLE, "Key": key("met")},
    "execute_statement": {"Statement": f"DELETE FROM {TABLE} WHERE pk = 'met'"},
}


@pytest.mark.parametrize("operation", WRITES)
def test_a_write_that_meets_a_transaction_is_refused(meeting, operation):
    client, error = meeting(transaction, lambda client: getattr(client, operation)(**WRITES[operation]))
    assert isinstance(error, client.exceptions.TransactionConflictException)
    assert error.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert error.response["Error"]["Message"] == "Transaction is ongoing for the item"


def test_a_transaction_that_meets_a_write_is_cancelled(meeting):
    client, error = meeting(
        lambda client: client.put_item(TableName=TABLE, Item={**key("met"), "text": BIG}),
        lambda client: client.transact_write_items(TransactItems=[
            {"Put": {"TableName": TABLE, "Item": key("other")}}, {"Delete": {"TableName": TABLE, "Key": key("met")}}]))
    assert isinstance(error, client.exceptions.TransactionCanceledException)
    assert error.response["CancellationReasons"] == [
        {"Code": "None"}, {"Code": "TransactionConflict", "Message": "Transaction is ongoing for the item"}]
    assert error.response["Error"]["Message"] == (
        "Transaction cancelled, please refer cancellation reasons for specific reasons [None, TransactionConflict]")


def test_a_transaction_that_only_reads_meets_one_that_writes(meeting):
    client, error = meeting(transaction, lambda client: client.transact_get_items(
        TransactItems=[{"Get": {"TableName": TABLE, "Key": key("met")}}]))
    assert isinstance(error, client.exceptions.TransactionCanceledException)
    assert [reason["Code"] for reason in error.response["CancellationReasons"]] == ["TransactionConflict"]


def test_a_token_that_is_in_progress_is_refused(meeting):
    numbers = itertools.count()

    def with_token(client):
        # Every few requests have one token: whoever comes second meets the first.
        token = f"token {next(numbers) // 8}"
        client.transact_write_items(ClientRequestToken=token, TransactItems=[
            {"Put": {"TableName": TABLE, "Item": {**key(token), "text": BIG}}}])

    client, error = meeting(with_token, with_token)
    assert isinstance(error, client.exceptions.TransactionInProgressException)
    assert error.response["Error"]["Message"] == (
        "The transaction with the given request token is already in progress.")


def test_what_meets_nothing_is_done(start):
    client = start("--conflicts", "service")
    for number in range(5):
        transaction(client)
        client.put_item(TableName=TABLE, Item={**key("met"), "n": {"N": str(number)}})
    assert client.get_item(TableName=TABLE, Key=key("met"))["Item"]["n"] == {"N": "4"}
