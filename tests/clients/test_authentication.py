# SPDX-License-Identifier: Apache-2.0
"""Signatures: any are accepted by default; with `--auth keys` each defect has its own error."""

import datetime

import pytest

from connect import make_client
from raw_request import send
from server_process import ServerProcess


@pytest.fixture(scope="module")
def guarded(tmp_path_factory):
    """A server that knows one key."""
    keys = tmp_path_factory.mktemp("keys") / "keys"
    keys.write_text("# who may use the database\n\nAKIDEXAMPLE wJalrXUtnFEMI/K7MDENG+bPxRfiCY the example\n")
    with ServerProcess(keys.parent / "data", "--auth", "keys", "--keys", keys) as server:
        yield server.endpoint


def list_tables(endpoint, access_key="AKIDEXAMPLE", secret="wJalrXUtnFEMI/K7MDENG+bPxRfiCY", **more):
    return send(endpoint, "ListTables", {}, access_key=access_key, secret=secret, **more)


def test_right_signature_is_accepted(guarded):
    answer = list_tables(guarded)
    assert (answer.status, answer.json) == (200, {"TableNames": []})


def test_wrong_signature(guarded):
    answer = list_tables(guarded, secret="another")
    assert answer.status == 400
    assert answer.error == "InvalidSignatureException"
    assert answer.message.startswith(
        "The request signature we calculated does not match the signature you provided. "
        "Check your AWS Secret Access Key and signing method.")


def test_unknown_access_key(guarded):
    answer = list_tables(guarded, access_key="NOBODY")
    assert answer.status == 400
    assert answer.error == "UnrecognizedClientException"
    assert answer.message == "The security token included in the request is invalid."


@pytest.mark.parametrize("minutes, text", [
    (-16, "Signature expired: "), (16, "Signature not yet current: ")])
def test_signature_of_another_time(guarded, minutes, text):
    when = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=minutes)
    answer = list_tables(guarded, when=when)
    assert answer.status == 400
    assert answer.error == "InvalidSignatureException"
    assert answer.message.startswith(text + when.strftime("%Y%m%dT%H%M%SZ"))


def test_body_changed_on_the_way(guarded):
    answer = send(guarded, "ListTables", {}, access_key="AKIDEXAMPLE", secret="wJalrXUtnFEMI/K7MDENG+bPxRfiCY",
                  send_instead=b'{"Limit":1}')
    assert answer.error == "InvalidSignatureException"


def test_sdk_with_the_right_key_works_and_with_a_wrong_one_does_not(guarded):
    right = make_client(guarded, access_key="AKIDEXAMPLE", secret="wJalrXUtnFEMI/K7MDENG+bPxRfiCY")
    right.create_table(TableName="guarded", BillingMode="PAY_PER_REQUEST",
                       KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
                       AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}])
    right.put_item(TableName="guarded", Item={"pk": {"S": "é ü ∞"}})
    wrong = make_client(guarded, access_key="AKIDEXAMPLE", secret="guess")
    with pytest.raises(wrong.exceptions.ClientError) as failure:
        wrong.scan(TableName="guarded")
    assert failure.value.response["Error"]["Code"] == "InvalidSignatureException"
    assert right.scan(TableName="guarded")["Items"] == [{"pk": {"S": "é ü ∞"}}]


def test_any_signature_is_accepted_by_default(endpoint):
    assert list_tables(endpoint, access_key="whoever", secret="whatever").status == 200
