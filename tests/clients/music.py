# SPDX-License-Identifier: Apache-2.0
"""The table that every client creates, fills, queries, updates, pages through and drops."""

INDEX = "ByGenreAndYear"


def songs():
    """Twelve songs by three artists, in two genres; the key order within an artist is the titles'."""
    for artist in ("Ada", "Bert", "Cleo"):
        for number in range(4):
            yield {
                "Artist": {"S": artist},
                "Title": {"S": f"Song {number}"},
                "Genre": {"S": "Jazz" if number % 2 else "Folk"},
                "Year": {"N": str(1990 + number)},
                "Tags": {"SS": ["calm", f"no{number}"]},
                "Cover": {"B": bytes([number, 255])},
                "Credits": {"M": {"writers": {"L": [{"S": artist}, {"NULL": True}]}}},
            }


def create_table_request(name):
    return {
        "TableName": name,
        "KeySchema": [
            {"AttributeName": "Artist", "KeyType": "HASH"},
            {"AttributeName": "Title", "KeyType": "RANGE"},
        ],
        "AttributeDefinitions": [
            {"AttributeName": "Artist", "AttributeType": "S"},
            {"AttributeName": "Title", "AttributeType": "S"},
            {"AttributeName": "Genre", "AttributeType": "S"},
            {"AttributeName": "Year", "AttributeType": "N"},
        ],
        "GlobalSecondaryIndexes": [
            {
                "IndexName": INDEX,
                "KeySchema": [
                    {"AttributeName": "Genre", "KeyType": "HASH"},
                    {"AttributeName": "Year", "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
        "BillingMode": "PAY_PER_REQUEST",
    }
