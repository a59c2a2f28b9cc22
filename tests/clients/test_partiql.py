# SPDX-License-Identifier: Apache-2.0
"""PartiQL through boto3, as someone would who knows SQL and not DynamoDB."""

import pytest

from music import INDEX, create_table_request, songs


@pytest.fixture
def music(client, table_name):
    client.create_table(**create_table_request(table_name))
    client.get_waiter("table_exists").wait(TableName=table_name, WaiterConfig={"Delay": 1})
    for song in songs():
        client.execute_statement(
            Statement=f"INSERT INTO \"{table_name}\" VALUE {{'Artist': ?, 'Title': ?, 'Genre': ?, "
            "'Year': ?, 'Tags': ?, 'Cover': ?, 'Credits': ?}",
            Parameters=[song[name] for name in song],
        )
    return table_name


def rows(client, statement, *parameters, **options):
    if parameters:
        options["Parameters"] = list(parameters)
    return client.execute_statement(Statement=statement, **options)["Items"]


def test_what_was_inserted_is_selected(client, music):
    [row] = rows(
        client, f"SELECT * FROM \"{music}\" WHERE Artist = 'Bert' AND Title = ?", {"S": "Song 2"}
    )
    [song] = [s for s in songs() if s["Artist"]["S"] == "Bert" and s["Title"]["S"] == "Song 2"]
    row["Tags"]["SS"].sort()
    assert row == song


def test_second_insert_is_a_duplicate(client, music):
    with pytest.raises(client.exceptions.DuplicateItemException) as raised:
        rows(client, f"INSERT INTO \"{music}\" VALUE {{'Artist': 'Ada', 'Title': 'Song 0'}}")
    assert raised.value.response["Error"]["Message"] == "Duplicate primary key exists in table"


def test_select_on_an_index_in_the_order_asked_for(client, music):
    found = rows(
        client,
        f'SELECT Artist, "Year" FROM "{music}"."{INDEX}" WHERE Genre = ? AND "Year" >= 1992 '
        'ORDER BY "Year" DESC',
        {"S": "Folk"},
    )
    assert sorted(row["Artist"]["S"] for row in found) == ["Ada", "Bert", "Cleo"]
    assert {row["Year"]["N"] for row in found} == {"1992"}


def test_pages_give_every_row_once(client, music):
    statement = f"SELECT Artist, Title FROM \"{music}\" WHERE Artist IN ['Ada', 'Cleo']"
    found, token = [], {}
    while True:
        page = client.execute_statement(Statement=statement, Limit=3, **token)
        found += [(row["Artist"]["S"], row["Title"]["S"]) for row in page["Items"]]
        if "NextToken" not in page:
            break
        token = {"NextToken": page["NextToken"]}
    assert found == [(a, f"Song {n}") for a in ("Ada", "Cleo") for n in range(4)]


def test_update_and_delete_of_one_row(client, music):
    where = "WHERE Artist = 'Ada' AND Title = 'Song 1'"
    [changed] = rows(
        client,
        f"UPDATE \"{music}\" SET \"Year\" = \"Year\" + 1 SET Credits.label = 'Own' REMOVE Cover "
        f"{where} RETURNING ALL NEW *",
    )
    assert changed["Year"] == {"N": "1992"}
    assert changed["Credits"]["M"]["label"] == {"S": "Own"}
    assert "Cover" not in changed
    with pytest.raises(client.exceptions.ConditionalCheckFailedException):
        rows(client, f'DELETE FROM "{music}" {where} AND "Year" = 1991')
    [gone] = rows(client, f'DELETE FROM "{music}" {where} RETURNING ALL OLD *')
    assert gone == changed
    assert rows(client, f'SELECT * FROM "{music}" {where}') == []


def test_batch_tells_each_error_beside_the_others_answers(client, music):
    answers = client.batch_execute_statement(
        Statements=[
            {
                "Statement": f'SELECT Genre FROM "{music}" WHERE Artist = ? AND Title = ?',
                "Parameters": [{"S": "Cleo"}, {"S": "Song 3"}],
            },
            {"Statement": f"SELECT * FROM \"{music}\" WHERE Artist = 'Cleo'"},
            {"Statement": "SELECT * FROM nowhere WHERE Artist = 'Cleo'"},
        ]
    )["Responses"]
    assert answers[0] == {"TableName": music, "Item": {"Genre": {"S": "Jazz"}}}
    assert answers[1]["Error"]["Code"] == "ValidationError"
    assert answers[2]["Error"]["Code"] == "ResourceNotFound"


def test_transaction_is_all_or_nothing_and_done_once(client, music):
    def statements(year):
        return [
            {
                "Statement": f'UPDATE "{music}" SET "Year" = "Year" + 1 WHERE Artist = \'Ada\' '
                "AND Title = 'Song 0' AND \"Year\" = ?",
                "Parameters": [{"N": year}],
            },
            {
                "Statement": f"EXISTS(SELECT * FROM \"{music}\" WHERE Artist = 'Bert' "
                "AND Title = 'Song 0' AND Genre = 'Folk')"
            },
        ]

    for _ in range(2):
        client.execute_transaction(TransactStatements=statements("1990"), ClientRequestToken="one")
    with pytest.raises(client.exceptions.TransactionCanceledException) as raised:
        client.execute_transaction(TransactStatements=statements("1990"))
    codes = [reason["Code"] for reason in raised.value.response["CancellationReasons"]]
    assert codes == ["ConditionalCheckFailed", "None"]
    answers = client.execute_transaction(
        TransactStatements=[
            {"Statement": f'SELECT "Year" FROM "{music}" WHERE Artist = ? AND Title = ?',
             "Parameters": [{"S": artist}, {"S": "Song 0"}]}
            for artist in ("Ada", "Nobody")
        ]
    )["Responses"]
    assert answers == [{"Item": {"Year": {"N": "1991"}}}, {}]


def test_statement_that_is_not_well_formed_says_so(client, music):
    with pytest.raises(client.exceptions.ClientError) as raised:
        rows(client, f'SELECT FROM "{music}" WHERE')
    error = raised.value.response["Error"]
    assert error["Code"] == "ValidationException"
    assert error["Message"].startswith("Statement wasn't well formed, can't be processed: ")
