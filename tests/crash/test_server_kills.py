# SPDX-License-Identifier: Apache-2.0
"""The whole server killed again and again under mixed load. kill_server.py --kills 500 is the long form."""

import os
import random

import pytest

from crash import bank, owned_items, registers
from crash.kill_server import Life, describe, kill_often
from crash.wire import Wire, pages

pytestmark = pytest.mark.skipif("MAGNETO_ENDPOINT" in os.environ, reason="is about our own program")


def test_nothing_acknowledged_is_lost_and_nothing_is_left_out_after_kills(tmp_path):
    for figures in kill_often(tmp_path, kills=20, seed=11):
        print(describe(figures))
    assert figures["kills"] == 20
    assert figures["acknowledged writes"] > 200 and figures["stream records"] > 200


def test_nothing_acknowledged_is_lost_and_nothing_is_left_out_after_losses_of_power(tmp_path):
    for figures in kill_often(tmp_path, kills=5, seed=5, power_cuts=True):
        print(describe(figures))
    assert figures["power cuts"] >= 5 and figures["acknowledged writes"] > 50


def lose_item(call, life):
    item = pages(call, "Scan", "Items", TableName=owned_items.TABLE)[0]
    call("DeleteItem", TableName=owned_items.TABLE, Key={name: item[name] for name in ("pk", "sk")})


def write_twice(call, life):
    """As it is in the end, with two more records in the stream."""
    item = pages(call, "Scan", "Items", TableName=owned_items.TABLE)[0]
    call("PutItem", TableName=owned_items.TABLE, Item={**item, "other": {"S": ""}})
    call("PutItem", TableName=owned_items.TABLE, Item=item)


def take_money(call, life):
    call("UpdateItem", TableName=bank.TABLE, Key=bank.account(0), UpdateExpression="ADD money :m",
         ExpressionAttributeValues={":m": {"N": "-1"}})


def lose_entry(call, life):
    call("DeleteItem", TableName=bank.TABLE, Key={"pk": {"S": max(life.payers[0].answered)}})


def take_back_value(call, life):
    call("PutItem", TableName=registers.TABLE, Item={**registers.key(0), "v": {"S": "of before"}})


@pytest.mark.parametrize("fault", [lose_item, write_twice, take_money, lose_entry, take_back_value])
def test_what_is_wrong_after_a_restart_is_noticed(tmp_path, fault):
    figures = {"kills": 0}
    with Life(tmp_path / "data", (), random.Random(3), figures) as life:
        life.load_and_kill(0.5)
        life.server.start()
        with Wire(life.server.port) as wire:
            fault(wire.call, life)
        with pytest.raises(AssertionError):
            life.compare()
