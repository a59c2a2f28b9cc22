# SPDX-License-Identifier: Apache-2.0
"""Accounts between which money goes by transactions that leave an entry in the same table: what each account has is
what its entries say, and all together have nothing."""

from crash.wire import Gone, Refused, pages

TABLE = "bank"
ACCOUNTS = 20


def create(call):
    call("CreateTable", TableName=TABLE, KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
         AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}], BillingMode="PAY_PER_REQUEST")
    call("UpdateContinuousBackups", TableName=TABLE,
         PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True})


def account(number):
    return {"pk": {"S": f"account {number}"}}


class Payer:
    def __init__(self, number, chance):
        self.number, self.chance = number, chance
        self.entries = 0
        self.answered, self.unknown = set(), set()
        self.conflicts = 0
        self.totals = 0

    def pay(self, call):
        self.entries += 1
        numbers = self.chance.sample(range(ACCOUNTS), self.chance.randint(2, 6))
        sums = [self.chance.randint(-50, 50) for _ in numbers[1:]]
        legs = dict(zip(numbers, [-sum(sums), *sums]))
        name = f"entry {self.number}-{self.entries}"
        entry = {"pk": {"S": name}, "legs": {"M": {str(n): {"N": str(money)} for n, money in legs.items()}}}
        actions = [{"Update": {"TableName": TABLE, "Key": account(n), "UpdateExpression": "ADD money :m",
                               "ExpressionAttributeValues": {":m": {"N": str(money)}}}} for n, money in legs.items()]
        actions.append({"Put": {"TableName": TABLE, "Item": entry,
                                "ConditionExpression": "attribute_not_exists(pk)"}})
        self.chance.shuffle(actions)
        try:
            call("TransactWriteItems", TransactItems=actions)
            self.answered.add(name)
        except Refused as refusal:
            codes = {reason["Code"] for reason in refusal.body.get("CancellationReasons", [])}
            if codes != {"None", "TransactionConflict"}:
                raise
            self.conflicts += 1
        except Gone:
            self.unknown.add(name)
            raise

    def add_up(self, call):
        answer = call("TransactGetItems", TransactItems=[
            {"Get": {"TableName": TABLE, "Key": account(n)}} for n in range(ACCOUNTS)])
        total = sum(int(found["Item"]["money"]["N"]) for found in answer["Responses"] if "Item" in found)
        assert total == 0, f"a TransactGetItems saw {total} in all accounts"
        self.totals += 1

    def run(self, call):
        try:
            while True:
                if self.chance.random() < 0.8:
                    self.pay(call)
                else:
                    try:
                        self.add_up(call)
                    except Refused as refusal:  # Others write.
                        if refusal.name != "TransactionCanceledException":
                            raise
        except Gone:
            pass


def check_accounts(call, table=TABLE, limit=None):
    """That accounts and entries agree. Gives the entries' names."""
    items = {item["pk"]["S"]: item for item in pages(call, "Scan", "Items", limit, TableName=table)}
    entries = {name: item for name, item in items.items() if name.startswith("entry")}
    expected = dict.fromkeys(range(ACCOUNTS), 0)
    for entry in entries.values():
        for number, money in entry["legs"]["M"].items():
            expected[int(number)] += int(money["N"])
    for number, money in expected.items():
        item = items.get(f"account {number}", {"money": {"N": "0"}})
        assert int(item["money"]["N"]) == money, f"{table}: {item} has not the {money} of its entries"
    return set(entries)


def check(call, payers, limit):
    found = check_accounts(call, limit=limit)
    answered = set().union(*(payer.answered for payer in payers))
    unknown = set().union(*(payer.unknown for payer in payers))
    assert answered <= found, f"lost: {sorted(answered - found)[:5]}"
    assert found <= answered | unknown, f"never acknowledged, or refused: {sorted(found - answered - unknown)[:5]}"
    for payer in payers:
        payer.answered |= payer.unknown & found
        payer.unknown.clear()
