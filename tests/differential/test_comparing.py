# SPDX-License-Identifier: Apache-2.0
"""The differential runner tells answers apart that differ, and no others."""

import random

import pytest

from differential import faults, shrinking
from differential.comparing import Difference, compare
from differential.endpoint import Answer, Endpoint, make_answer
from differential.known import explanation, make_known, read_known
from differential.session import Finding, Generators, group_of
from differential.tables import TABLES
from differential.walking import ask


def answer(**body):
    return Answer(200, body)


def refusal(message, error="ValidationException", **more):
    return Answer(400, {"__type": "x#" + error, "message": message, **more}, error, message)


def test_answers_that_are_the_same_have_no_difference():
    assert compare(answer(Count=1, Items=[{"a": {"S": "x"}}]), answer(Items=[{"a": {"S": "x"}}], Count=1)) == []


@pytest.mark.parametrize("ours, theirs", [
    ({"SS": ["a", "b"]}, {"SS": ["b", "a"]}),
    ({"NS": ["1", "20"]}, {"NS": ["2E+1", "1"]}),
    ({"N": "0.5"}, {"N": "5E-1"}),
    ({"N": "0"}, {"N": "-0"}),
])
def test_sets_have_no_order_and_numbers_no_form(ours, theirs):
    assert compare(answer(Item={"l": {"L": [ours]}}), answer(Item={"l": {"L": [theirs]}})) == []


@pytest.mark.parametrize("ours, theirs", [
    ({"N": "1"}, {"N": "1.0000000000000000000000000000000000001"}),
    ({"SS": ["a"]}, {"SS": ["a", "b"]}),
    ({"L": [{"S": "a"}, {"S": "b"}]}, {"L": [{"S": "b"}, {"S": "a"}]}),
    ({"BOOL": True}, {"BOOL": 1}),
    ({"S": "1"}, {"N": "1"}),
])
def test_other_values_differ(ours, theirs):
    assert [d.kind for d in compare(answer(Item={"a": ours}), answer(Item={"a": theirs}))] in (["answer"], ["answer"] * 2)


def test_all_places_that_differ_are_told():
    found = compare(answer(Count=1, Items=[{"a": {"S": "x"}}]), answer(Count=2, Items=[{"a": {"S": "y"}}]))
    assert [(d.at, d.magneto, d.witness) for d in found] == [("Count", "1", "2"), ("Items[0].a.S", '"x"', '"y"')]


def test_of_a_statement_that_one_refuses_only_the_refusal_is_told():
    refused = {"Responses": [{"Error": {"Code": "ValidationError"}}]}
    done = {"Responses": [{"TableName": "t", "Item": {"a": {"S": "x"}}}]}
    assert [difference.at for difference in compare(answer(**refused), answer(**done))] == ["Responses[0].Error"]


def test_order_counts_where_it_is_promised():
    one, other = answer(Items=[{"a": {"S": "x"}}, {"a": {"S": "y"}}]), answer(Items=[{"a": {"S": "y"}}, {"a": {"S": "x"}}])
    assert compare(one, other)
    assert compare(one, other, any_order=("Items",)) == []


def test_what_a_server_makes_up_is_left_out():
    assert compare(answer(TableDescription={"TableId": "1", "TableName": "t"}),
                   answer(TableDescription={"TableId": "2", "TableName": "t"})) == []


def test_a_refusal_differs_from_an_answer_and_from_another_refusal():
    [verdict] = compare(answer(), refusal("no"))
    [error] = compare(refusal("no"), refusal("no", "ResourceNotFoundException"))
    [message] = compare(refusal("no"), refusal("never"))
    assert (verdict.kind, error.kind, message.kind) == ("verdict", "error", "message")
    assert verdict.magneto == "ok {}" and verdict.witness == "ValidationException: no"


def test_members_of_an_error_are_compared():
    [found] = compare(refusal("no", Item={"a": {"S": "x"}}), refusal("no", Item={"a": {"S": "y"}}))
    assert (found.kind, found.at) == ("answer", "Item.a.S")


def test_one_constraint_of_several_is_enough():
    first = "Value '' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 3"
    second = "Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1"
    ours = refusal(f"1 validation error detected: {second}")
    assert compare(ours, refusal(f"2 validation errors detected: {first}; {second}")) == []
    assert compare(ours, refusal(f"1 validation error detected: {first}"))


def test_texts_in_other_words_are_the_same():
    assert compare(refusal("Requested resource not found"), refusal("Cannot do operations on a non-existent table")) == []
    assert compare(refusal("The parameter cannot be converted to a numeric value: x"),
                   refusal("A value provided cannot be converted into a number")) == []


def test_answers_are_read():
    body = b'{"__type":"com.amazonaws.dynamodb.v20120810#ResourceInUseException","message":"busy"}'
    assert make_answer(400, body).summary() == "ResourceInUseException: busy"
    assert make_answer(200, b'{"Count":1}').ok
    assert make_answer(500, b"<html>").error == "(no JSON)"


def test_nothing_is_sent_to_another_machine():
    Endpoint("here", "http://localhost:8000")
    for url in ("http://192.0.2.1:8000", "https://127.0.0.1", "http://dynamodb.us-east-1.amazonaws.com"):
        with pytest.raises(ValueError):
            Endpoint("elsewhere", url)


class Pages:
    """An endpoint with three items, one per page."""

    def call(self, operation, request):
        key = request.get("ExclusiveStartKey", 0)
        more = {"LastEvaluatedKey": key + 1} if key < 2 else {}
        return answer(Items=[key], Count=1, ScannedCount=1, **more)


def test_pages_are_followed():
    assert ask(Pages(), "Scan", {}).body == {"Pages": "some", "Items": [0, 1, 2], "Count": 3, "ScannedCount": 3}
    assert len(ask(Pages(), "Query", {}).body["Pages"]) == 3


ENTRY = {"kind": "message", "magneto": "^ValidationException: no", "right": "Magneto", "why": "because", "source": "there"}


def finding(**more):
    fields = {"round": 0, "operation": "GetItem", "request": {"TableName": "t"}, "history": [],
              "difference": Difference("message", "ValidationException: no", "ValidationException: yes")}
    return Finding(**{**fields, **more})


def test_a_known_difference_is_explained():
    assert explanation([make_known(ENTRY)], finding()).why == "because"


@pytest.mark.parametrize("entry", [
    {"kind": "error"}, {"operations": ["PutItem"]}, {"magneto": "never"}, {"witness": "never"}, {"at": "never"},
    {"request": "never"}, {"after": "never"}])
def test_another_difference_is_not_explained(entry):
    assert explanation([make_known({**ENTRY, **entry})], finding(small=True)) is None


def test_what_came_before_explains_only_what_is_shrunk():
    known = [make_known({**ENTRY, "after": "REMOVE"})]
    history = [("UpdateItem", {"UpdateExpression": "REMOVE a"})]
    assert explanation(known, finding(history=history)) is None
    assert explanation(known, finding(history=history, small=True))


@pytest.mark.parametrize("entry", [{"kind": "text"}, {"right": "nobody"}, {"because": "x"}])
def test_an_entry_that_cannot_be_read_is_refused(entry):
    with pytest.raises(ValueError):
        make_known({**ENTRY, **entry})


def test_the_list_of_known_differences_can_be_read():
    assert len(read_known()) > 10


def test_names_and_values_do_not_make_another_kind_of_difference():
    def group(text):
        return group_of(finding(difference=Difference("message", text, "other")))

    assert group("Missing the key pk in the item") == group("Missing the key sk in the item")
    assert group("Member must have length less than or equal to 255") == group("Member must have length less than or equal to 3")
    assert group("Missing the key pk in the item") != group("Type mismatch for key pk")


def test_a_reproduction_becomes_small():
    request = {"TableName": "t", "Item": {"a": {"S": "x"}, "b": {"L": [{"N": "1"}, {"N": "bad"}]}}, "ReturnValues": "NONE"}
    history = [("PutItem", {"n": n}) for n in range(9)]

    def reproduces(history, request):
        return ("PutItem", {"n": 4}) in history and "bad" in str(request)

    small_history, small = shrinking.shrink(history, request, reproduces)
    assert small_history == [("PutItem", {"n": 4})]
    assert small == {"Item": {"b": {"L": [{"N": "bad"}]}}}


def test_shrinking_ends():
    tries = shrinking.Budget(lambda: True, tries=3)
    assert [tries() for _ in range(5)] == [True, True, True, False, False]


def test_the_same_seed_makes_the_same_requests():
    def requests(seed):
        generators = Generators(random.Random(seed), TABLES)
        return [generators.next() for _ in range(300)]

    assert requests("1/1") == requests("1/1")
    assert requests("1/1") != requests("1/2")
    assert len({operation for operation, _ in requests("1/1")}) == 15


def test_a_fault_is_made_in_a_copy():
    request = {"TableName": "t", "Key": {"pk": {"S": "a"}}, "ConditionExpression": "a = b"}
    before = repr(request)
    made = [faults.with_fault(random.Random(n), request) for n in range(200)]
    assert repr(request) == before
    assert sum(each != request for each in made) > 150
