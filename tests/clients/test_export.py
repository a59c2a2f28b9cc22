# SPDX-License-Identifier: Apache-2.0
"""ExportTableToPointInTime with a real client: tables become files in the server's S3 directory, and tables
again."""

import base64
import gzip
import hashlib
import json
import time

import pytest
from botocore.exceptions import ClientError

from connect import make_client
from transfers import Bucket, by_key, import_table, scan, wait

ITEMS = [{"pk": {"S": f"key {n}"}, "n": {"N": str(n * 100)}, "set": {"NS": ["1", "2.5"]}, "bytes": {"B": bytes([n])},
          "deep": {"M": {"odd 'name'": {"L": [{"BOOL": True}, {"NULL": True}, {"S": "\n\"quoted\""}]}}}}
         for n in range(50)]


@pytest.fixture
def client(own_server):
    return make_client(own_server.endpoint)


@pytest.fixture
def bucket(own_server):
    return Bucket(own_server, "exports")


@pytest.fixture
def table(client):
    """The ARN of a table with items and point-in-time recovery."""
    created = client.create_table(
        TableName="source", BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}])["TableDescription"]
    client.update_continuous_backups(
        TableName="source", PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True})
    for item in ITEMS:
        client.put_item(TableName="source", Item=item)
    return created["TableArn"]


def export(client, arn, bucket, **more):
    """Exports and waits. The description at the end."""
    started = client.export_table_to_point_in_time(
        TableArn=arn, S3Bucket=getattr(bucket, "name", bucket), **more)["ExportDescription"]
    assert started["ExportStatus"] == "IN_PROGRESS"
    assert not {"ItemCount", "BilledSizeBytes", "ExportManifest", "EndTime"} & started.keys()
    done = wait(lambda: client.describe_export(ExportArn=started["ExportArn"])["ExportDescription"], "ExportStatus")
    assert {name: done[name] for name in started if name != "ExportStatus"} == {
        name: value for name, value in started.items() if name != "ExportStatus"}
    return done


@pytest.mark.parametrize("form", ["DYNAMODB_JSON", "ION"])
def test_an_export_is_imported_again(client, bucket, table, form):
    done = export(client, table, bucket, S3Prefix="exp", ExportFormat=form)
    assert (done["ExportStatus"], done["ItemCount"], done["S3SseAlgorithm"]) == ("COMPLETED", 50, "AES256")
    folder = "exp/AWSDynamoDB/" + done["ExportArn"].rsplit("/", 1)[1] + "/"
    assert done["ExportManifest"] == folder + "manifest-summary.json"

    imported = import_table(client, "copy", bucket, folder + "data/", form, InputCompressionType="GZIP")
    assert (imported["ImportStatus"], imported["ImportedItemCount"]) == ("COMPLETED", 50)
    assert by_key(scan(client, "copy")) == by_key(ITEMS) == by_key(scan(client, "source"))

    # Uncompressed it is nothing that could be imported: an error a file.
    failed = import_table(client, "failed", bucket, folder + "data/", form)
    assert (failed["FailureCode"], failed["ErrorCount"], failed["ImportedItemCount"]) == ("ItemValidationError", 4, 0)


def test_the_manifests_describe_the_export(client, bucket, table):
    done = export(client, table, bucket)
    folder = "AWSDynamoDB/" + done["ExportArn"].rsplit("/", 1)[1] + "/"
    names = [key[len(folder):] for key in bucket.keys()]
    assert [name for name in names if "/" not in name] == [
        "_started", "manifest-files.json", "manifest-files.md5", "manifest-summary.json", "manifest-summary.md5"]
    assert len([name for name in names if name.startswith("data/") and name.endswith(".json.gz")]) == 4

    def md5(bytes_):
        return base64.b64encode(hashlib.md5(bytes_).digest()).decode()

    for name in ("manifest-files", "manifest-summary"):
        assert bucket.read(f"{folder}{name}.md5").decode() == md5(bucket.read(f"{folder}{name}.json"))
    summary = json.loads(bucket.read(folder + "manifest-summary.json"))
    assert summary == {
        "version": "2020-06-30", "exportArn": done["ExportArn"], "startTime": summary["startTime"],
        "endTime": summary["endTime"], "tableArn": table, "tableId": done["TableId"],
        "exportTime": summary["startTime"], "s3Bucket": "exports", "s3Prefix": None, "s3SseAlgorithm": "AES256",
        "s3SseKmsKeyId": None, "manifestFilesS3Key": folder + "manifest-files.json",
        "billedSizeBytes": done["BilledSizeBytes"], "itemCount": 50, "outputFormat": "DYNAMODB_JSON"}
    files = [json.loads(line) for line in bucket.read(folder + "manifest-files.json").splitlines()]
    assert sum(each["itemCount"] for each in files) == 50
    for each in files:
        compressed = bucket.read(each["dataFileS3Key"])
        assert each["md5Checksum"] == md5(compressed)
        assert each["etag"].endswith("-1") and len(each["etag"]) == 34
        assert len(gzip.decompress(compressed).splitlines()) == each["itemCount"]


def test_an_export_shows_the_table_as_it_was(client, bucket, table):
    time.sleep(1.1)
    then = int(time.time())
    time.sleep(1.1)
    client.delete_item(TableName="source", Key={"pk": {"S": "key 1"}})
    client.put_item(TableName="source", Item={"pk": {"S": "key 2"}})
    client.put_item(TableName="source", Item={"pk": {"S": "new"}})
    done = export(client, table, bucket, ExportTime=then)
    folder = done["ExportManifest"].rsplit("/", 1)[0] + "/data/"
    import_table(client, "copy", bucket, folder, InputCompressionType="GZIP")
    assert by_key(scan(client, "copy")) == by_key(ITEMS)


def test_a_token_stands_for_one_export(client, bucket, table):
    first = export(client, table, bucket, ClientToken="once")
    again = client.export_table_to_point_in_time(TableArn=table, S3Bucket="exports", ClientToken="once")
    assert again["ExportDescription"] == first
    with pytest.raises(ClientError, match="ExportConflictException.*Duplicate request detected with conflicting"):
        client.export_table_to_point_in_time(TableArn=table, S3Bucket="exports", ClientToken="once", S3Prefix="x")


def test_what_is_known_of_exports_stays_after_the_table(client, bucket, table):
    failed = export(client, table, "nowhere")
    assert (failed["ExportStatus"], failed["FailureCode"]) == ("FAILED", "S3NoSuchBucket")
    done = export(client, table, bucket)
    listed = client.list_exports(TableArn=table)["ExportSummaries"]
    assert [(each["ExportArn"], each["ExportStatus"]) for each in listed] == [
        (done["ExportArn"], "COMPLETED"), (failed["ExportArn"], "FAILED")]
    client.delete_table(TableName="source")
    assert client.list_exports(TableArn=table)["ExportSummaries"] == []
    assert len(client.list_exports()["ExportSummaries"]) == 2
    assert client.describe_export(ExportArn=done["ExportArn"])["ExportDescription"] == done


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_an_export_goes_on_after_a_restart(own_server, client, bucket, table, end):
    started = client.export_table_to_point_in_time(TableArn=table, S3Bucket="exports")["ExportDescription"]
    getattr(own_server, end)()
    own_server.start()
    done = wait(lambda: client.describe_export(ExportArn=started["ExportArn"])["ExportDescription"], "ExportStatus")
    assert (done["ExportStatus"], done["ItemCount"]) == ("COMPLETED", 50)
