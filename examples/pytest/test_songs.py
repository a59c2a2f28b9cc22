# SPDX-License-Identifier: Apache-2.0
from boto3.dynamodb.conditions import Key


def test_songs_of_an_artist_come_in_order(songs):
    for title in ("Sinnerman", "Feeling Good"):
        songs.put_item(Item={"Artist": "Nina", "Title": title})
    found = songs.query(KeyConditionExpression=Key("Artist").eq("Nina"))["Items"]
    assert [song["Title"] for song in found] == ["Feeling Good", "Sinnerman"]


def test_each_test_begins_with_an_empty_table(songs):
    assert songs.scan()["Count"] == 0
