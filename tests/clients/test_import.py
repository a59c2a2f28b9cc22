# SPDX-License-Identifier: Apache-2.0
"""ImportTable with a real client: files in the server's S3 directory become tables."""

import gzip

import pytest
from botocore.exceptions import ClientError

from connect import make_client
from transfers import Bucket, by_key, import_table, json_lines, scan, wait, zstd

ITEMS = [{"pk": {"S": f"key {n}"}, "n": {"N": str(n)}, "set": {"SS": ["a", "b"]},
          "deep": {"M": {"list": {"L": [{"BOOL": True}, {"NULL": True}]}}}} for n in range(100)]
ION = "".join(f'$ion_1_0 {{Item:{{pk:"key {n}",n:{n}.,set:$dynamodb_SS::["a","b"],'
              f"deep:{{list:[true,null]}}}}}}\n" for n in range(100))


@pytest.fixture
def client(own_server):
    return make_client(own_server.endpoint)


@pytest.fixture
def bucket(own_server):
    return Bucket(own_server, "source")


@pytest.mark.parametrize("compression", ["NONE", "GZIP", "ZSTD"])
@pytest.mark.parametrize("form", ["DYNAMODB_JSON", "ION"])
def test_items_of_all_objects_are_imported(client, bucket, form, compression):
    compress = {"NONE": str.encode, "GZIP": lambda text: gzip.compress(text.encode()), "ZSTD": zstd}[compression]
    text = json_lines(ITEMS) if form == "DYNAMODB_JSON" else ION
    lines = text.splitlines(keepends=True)
    bucket.put("data/1", compress("".join(lines[:60])))
    bucket.put("data/deeper/2", compress("".join(lines[60:])))
    bucket.put("other", b"is not read")

    done = import_table(client, "imported", bucket, "data/", form, InputCompressionType=compression)

    assert (done["ImportStatus"], done["ProcessedItemCount"], done["ImportedItemCount"], done["ErrorCount"]) == (
        "COMPLETED", 100, 100, 0)
    assert done["ProcessedSizeBytes"] == len(text)
    assert done["EndTime"] >= done["StartTime"]
    assert by_key(scan(client, "imported")) == by_key(ITEMS)
    table = client.describe_table(TableName="imported")["Table"]
    assert (table["TableStatus"], table["TableId"], table["TableArn"]) == (
        "ACTIVE", done["TableId"], done["TableArn"])


def test_csv_columns_are_strings_but_for_keys(client, bucket):
    bucket.put("a.csv", 'pk,year,title,note\nx,1973,"The ""Dark"" Side, one",\ny,1999,Two,z\n')
    done = import_table(client, "csv", bucket, form="CSV", keys=(("pk", "S"), ("year", "N")), creation={
        "GlobalSecondaryIndexes": [{"IndexName": "by_year", "Projection": {"ProjectionType": "ALL"},
                                    "KeySchema": [{"AttributeName": "year", "KeyType": "HASH"}]}]})
    assert (done["ImportStatus"], done["ImportedItemCount"]) == ("COMPLETED", 2)
    found = client.query(TableName="csv", IndexName="by_year", KeyConditionExpression="#y = :y",
                         ExpressionAttributeNames={"#y": "year"},
                         ExpressionAttributeValues={":y": {"N": "1973"}})["Items"]
    assert found == [{"pk": {"S": "x"}, "year": {"N": "1973"}, "title": {"S": 'The "Dark" Side, one'}}]


def test_csv_with_headers_of_the_request(client, bucket):
    bucket.put("a.csv", "a;1,5\nb;2\n")
    done = import_table(client, "csv", bucket, form="CSV",
                        InputFormatOptions={"Csv": {"Delimiter": ";", "HeaderList": ["pk", "val"]}})
    assert done["ImportStatus"] == "COMPLETED"
    assert by_key(scan(client, "csv")) == [{"pk": {"S": "a"}, "val": {"S": "1,5"}},
                                           {"pk": {"S": "b"}, "val": {"S": "2"}}]


def test_what_cannot_be_imported_is_counted_and_the_rest_is_there(client, bucket):
    good = [{"pk": {"S": str(n)}} for n in range(9)]
    bucket.put("missing-key", json_lines(good[:4] + [{"other": {"S": "x"}}] + good[4:]))
    failed = import_table(client, "missing_key", bucket, "missing-key")
    assert (failed["ImportStatus"], failed["FailureCode"], failed["ProcessedItemCount"],
            failed["ImportedItemCount"], failed["ErrorCount"]) == ("FAILED", "ItemValidationError", 10, 9, 1)
    assert failed["FailureMessage"] == ("Some of the items failed validation checks and were not imported. Please "
                                        "check CloudWatch error logs for more details.")
    assert len(scan(client, "missing_key")) == 9

    # A line that is no JSON ends the object.
    lines = json_lines(good).splitlines(keepends=True)
    bucket.put("garbage", "".join(lines[:5] + ["garbage\n"] + lines[5:]))
    failed = import_table(client, "garbage", bucket, "garbage")
    assert (failed["FailureCode"], failed["ProcessedItemCount"], failed["ImportedItemCount"],
            failed["ErrorCount"]) == ("ItemValidationError", 6, 5, 1)

    # So does another compression.
    failed = import_table(client, "mismatch", bucket, "missing-key", InputCompressionType="GZIP")
    assert (failed["FailureCode"], failed["ProcessedItemCount"], failed["ImportedItemCount"]) == (
        "ItemValidationError", 1, 0)
    assert client.describe_table(TableName="mismatch")["Table"]["TableStatus"] == "ACTIVE"


def test_errors_are_logged_as_in_cloudwatch(client, bucket, own_server):
    bucket.put("a.csv", "title\nno key\n")
    failed = import_table(client, "logged", bucket, "a.csv", form="CSV")
    assert failed["ErrorCount"] == 1
    line = ('{"itemS3Pointer":{"bucket":"source","key":"a.csv","itemIndex":0},"importArn":"' + failed["ImportArn"] +
            '","errorMessages":["One or more parameter values were invalid: Missing the key pk in the item"]}')
    assert line in own_server.log.read_text()


def test_a_bucket_that_is_not_there_fails_without_a_table(client, own_server):
    failed = import_table(client, "none", "nowhere")
    assert (failed["ImportStatus"], failed["FailureCode"]) == ("FAILED", "S3NoSuchBucket")
    assert failed["FailureMessage"].startswith(
        "The specified bucket does not exist (Service: Amazon S3; Status Code: 404; Error Code: NoSuchBucket; ")
    assert "(buckets are folders of " in failed["FailureMessage"]
    assert "bucket does not exist (buckets are folders of " in own_server.log.read_text()
    assert failed["TableId"]
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.describe_table(TableName="none")


def test_an_empty_prefix_makes_an_empty_table(client, bucket):
    done = import_table(client, "empty", bucket, "nothing/")
    assert (done["ImportStatus"], done["ProcessedItemCount"]) == ("COMPLETED", 0)
    assert scan(client, "empty") == []


def test_imports_stay_known_after_their_table(client, bucket):
    bucket.put("a", json_lines([{"pk": {"S": "x"}}]))
    done = import_table(client, "gone", bucket, ClientToken="of gone")
    with pytest.raises(ClientError, match="Table already exists: gone"):
        import_table(client, "gone", bucket, ClientToken="of gone")
    client.delete_table(TableName="gone")
    again = client.import_table(
        S3BucketSource={"S3Bucket": bucket.name}, InputFormat="DYNAMODB_JSON", ClientToken="of gone",
        TableCreationParameters=done["TableCreationParameters"])["ImportTableDescription"]
    assert again == done
    listed = client.list_imports(TableArn=done["TableArn"])["ImportSummaryList"]
    assert [each["ImportArn"] for each in listed] == [done["ImportArn"]]
    assert client.describe_import(ImportArn=done["ImportArn"])["ImportTableDescription"] == done


def test_ten_imports_are_a_page_and_the_newest_comes_first(client):
    arns = [import_table(client, "none", "nowhere")["ImportArn"] for _ in range(12)]
    page = client.list_imports()
    assert [each["ImportArn"] for each in page["ImportSummaryList"]] == arns[:1:-1]
    rest = client.list_imports(NextToken=page["NextToken"])
    assert [each["ImportArn"] for each in rest["ImportSummaryList"]] == arns[1::-1]
    assert "NextToken" not in rest


def start_large_import(client, bucket, count):
    """The description of an import that has made its table; likely, but not surely, it still runs."""
    bucket.put("a", json_lines({"pk": {"S": str(n)}, "pad": {"S": "x" * 200}} for n in range(count)))
    started = client.import_table(
        S3BucketSource={"S3Bucket": bucket.name}, InputFormat="DYNAMODB_JSON",
        TableCreationParameters={
            "TableName": "large", "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
            "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}]})["ImportTableDescription"]
    wait(lambda: {"there": "large" in client.list_tables()["TableNames"]}, "there", passing=(False,))
    return started


@pytest.mark.parametrize("operation, parameters", [("put_item", {"Item": {"pk": {"S": "x"}}}), ("delete_table", {})])
def test_a_table_is_not_changed_while_it_is_imported(client, bucket, operation, parameters):
    started = start_large_import(client, bucket, 30_000)
    try:
        getattr(client, operation)(TableName="large", **parameters)
    except ClientError as error:
        assert error.response["Error"]["Code"] in ("ResourceNotFoundException", "ResourceInUseException")
    else:  # The import was quicker than this test.
        arn = started["ImportArn"]
        done = wait(lambda: client.describe_import(ImportArn=arn)["ImportTableDescription"], "ImportStatus")
        assert (done["ImportStatus"], done["ImportedItemCount"]) == ("COMPLETED", 30_000)


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_an_import_goes_on_after_a_restart(own_server, client, bucket, end):
    count = 30_000
    started = start_large_import(client, bucket, count)
    getattr(own_server, end)()
    own_server.start()
    arn = started["ImportArn"]
    done = wait(lambda: client.describe_import(ImportArn=arn)["ImportTableDescription"], "ImportStatus")
    assert (done["ImportStatus"], done["ImportedItemCount"]) == ("COMPLETED", count)
    assert client.scan(TableName="large", Select="COUNT", Limit=1)["Count"] == 1
    table = client.describe_table(TableName="large")["Table"]
    assert (table["ItemCount"], table["TableStatus"], table["TableId"]) == (count, "ACTIVE", started["TableId"])
