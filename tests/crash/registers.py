# SPDX-License-Identifier: Apache-2.0
"""A few items that many write and read at once, and the record of who saw what when."""

import time

from crash.linearizability import Operation, is_linearizable
from crash.wire import Gone, Refused

TABLE = "registers"
REGISTERS = 4


def create(call):
    call("CreateTable", TableName=TABLE, KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
         AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}], BillingMode="PAY_PER_REQUEST")


def key(number):
    return {"pk": {"S": f"r{number}"}}


def value_of(item):
    return item["v"]["S"] if item else None


class Histories:
    """Of all registers since the last restart."""

    def __init__(self):
        self.operations = [[] for _ in range(REGISTERS)]
        self.before = [None] * REGISTERS
        self.checked = 0

    def read(self, call, number):
        start = time.monotonic_ns()
        item = call("GetItem", TableName=TABLE, Key=key(number), ConsistentRead=start % 2 == 0).get("Item")
        self.operations[number].append(Operation(start, time.monotonic_ns(), sees=value_of(item)))
        return value_of(item)

    def check(self, call):
        """After a restart: reads each register once more and judges. The next histories begin here."""
        for number, operations in enumerate(self.operations):
            now = self.read(call, number)
            assert is_linearizable(operations, self.before[number]), \
                f"register {number} was {self.before[number]}; not linearizable: {sorted(operations)}"
            self.checked += len(operations)
            self.before[number] = now
            self.operations[number] = []


class Contender:
    def __init__(self, number, chance, histories):
        self.number, self.chance, self.histories = number, chance, histories
        self.values = 0
        self.last_seen = [None] * REGISTERS

    def act(self, call):
        number = self.chance.randrange(REGISTERS)
        if self.chance.random() < 0.4:
            self.last_seen[number] = self.histories.read(call, number)
            return
        self.values += 1
        value = f"{self.number}-{self.values}"
        if self.chance.random() < 0.5:
            self._swap(call, number, value)
        else:
            self._compare_and_swap(call, number, value)

    def _record(self, number, start, **what):
        self.histories.operations[number].append(Operation(start, time.monotonic_ns(), **what))

    def _swap(self, call, number, value):
        start = time.monotonic_ns()
        try:
            answer = call("PutItem", TableName=TABLE, Item={**key(number), "v": {"S": value}}, ReturnValues="ALL_OLD")
            self._record(number, start, sees=value_of(answer.get("Attributes")), writes=value)
        except Gone:
            self._record(number, start, writes=value, maybe=True)
            raise

    def _compare_and_swap(self, call, number, value):
        expected = self.last_seen[number]
        request = {"ConditionExpression": "attribute_not_exists(pk)"} if expected is None else {
            "ConditionExpression": "v = :e", "ExpressionAttributeValues": {":e": {"S": expected}}}
        start = time.monotonic_ns()
        try:
            call("UpdateItem", TableName=TABLE, Key=key(number), UpdateExpression="SET v = :v",
                 **request | {"ExpressionAttributeValues": {":v": {"S": value},
                                                            **request.get("ExpressionAttributeValues", {})}})
            self._record(number, start, sees=expected, writes=value)
        except Refused as refusal:
            if refusal.name != "ConditionalCheckFailedException":
                raise
            self._record(number, start, missed=expected)
        except Gone:
            self._record(number, start, sees=expected, writes=value, maybe=True)
            raise

    def run(self, call):
        try:
            while True:
                self.act(call)
        except Gone:
            pass
