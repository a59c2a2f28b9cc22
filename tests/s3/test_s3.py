# SPDX-License-Identifier: Apache-2.0
"""The S3 client, backups in buckets, and the server's imports and exports with --s3-endpoint, against moto's server,
which runs in the environment that tests/access makes for its comparisons."""

import gzip
import json
import os
import subprocess
import time
from pathlib import Path

import boto3
import pytest

from certificate import self_signed
from front import Front
from peer_python import python_with
from server_process import ServerProcess

TOP = Path(__file__).resolve().parents[2]

ACCESS = TOP / "tests/access"
PROBE = Path(os.environ.get("MAGNETO_S3_PROBE", TOP / "build/release/tests/s3/s3_probe"))
KEYS = {"aws_access_key_id": "probe", "aws_secret_access_key": "secret", "region_name": "us-east-1"}


@pytest.fixture(scope="module")
def moto():
    python = python_with(ACCESS / "requirements.txt", "access-peers")
    process = subprocess.Popen([python, ACCESS / "peers.py", "moto"], stdout=subprocess.PIPE, text=True)
    yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
    process.kill()
    process.wait()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return self_signed(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="module")
def s3(moto):
    client = boto3.client("s3", endpoint_url=moto, **KEYS)
    for bucket in ("probe", "dotted.bucket", "exports", "my-bucket"):
        client.create_bucket(Bucket=bucket)
    return client


def run_probe(url, *arguments, **variables):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    done = subprocess.run([PROBE, *arguments], env={**environment, "MAGNETO_TEST_S3": url, **variables},
                          capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr
    assert "[  PASSED  ]" in done.stdout


def test_objects_and_backups(moto, s3):
    run_probe(moto)
    # Another client sees the same: the manifest is JSON.
    manifest = json.loads(s3.get_object(Bucket="probe", Key="backups/Source.json")["Body"].read())
    assert manifest["items"] == 2031
    assert not s3.list_multipart_uploads(Bucket="probe").get("Uploads")


def test_backups_in_pynamos_words(moto, s3):
    run_probe(moto, "--gtest_filter=*InPynamosWords", AWS_ENDPOINT_URL_S3=moto, AWS_REGION="us-east-1",
              AWS_ACCESS_KEY_ID="probe", AWS_SECRET_ACCESS_KEY="secret")
    assert s3.list_objects_v2(Bucket="my-bucket", Prefix="table-backups/table_name.parts/")["KeyCount"] > 0


def test_over_tls_and_through_answers_that_say_slow_down(moto, s3, certificate):
    front = Front(moto, certificate, slow_down=5)
    try:
        run_probe(f"https://localhost:{front.port}", "--gtest_filter=*Size:*Key:*Records*",
                  MAGNETO_TEST_S3_CA=str(certificate[0]))
        assert front.slowed == 5
        assert front.hosts == {f"localhost:{front.port}"}
    finally:
        front.close()


def test_objects_are_compared_with_their_checksums(moto, s3):
    front = Front(moto, damage=[True, False, True, True])
    try:
        run_probe(f"http://127.0.0.1:{front.port}", "--gtest_filter=*Damaged*", MAGNETO_TEST_S3_DAMAGE="1")
        assert front.damage == []
    finally:
        front.close()


@pytest.mark.parametrize("tell, asked", [("whole", [0]), ("parts", [0, 1, 2, 3])])
def test_objects_that_come_in_several_ranges_are_compared_with_their_checksums(moto, s3, tell, asked):
    for how in ("good", "damaged"):
        front = Front(moto, tell=tell, damage_ranges=how == "damaged")
        try:
            run_probe(f"http://127.0.0.1:{front.port}", "--gtest_filter=*SeveralRanges*", MAGNETO_TEST_S3_RANGES=how)
            assert front.asked == (asked if how == "good" else asked[:len(front.asked)])
        finally:
            front.close()


def test_with_buckets_in_the_hosts_name(moto, s3):
    front = Front(moto)
    try:
        run_probe("http://s3.us-east-1.amazonaws.com", "--gtest_filter=*Size:*Key:*Pages:*Records*",
                  MAGNETO_TEST_S3_PROXY=f"http://127.0.0.1:{front.port}")
        # A name with a dot has no certificate: it is in the path.
        assert "probe.s3.us-east-1.amazonaws.com" in front.hosts
        assert front.hosts <= {"probe.s3.us-east-1.amazonaws.com", "s3.us-east-1.amazonaws.com"}
    finally:
        front.close()


def wait(describe, status):
    end = time.monotonic() + 60
    while (description := describe())[status] == "IN_PROGRESS":
        assert time.monotonic() < end
        time.sleep(0.05)
    return description


def test_the_servers_exports_and_imports_use_the_endpoint(moto, s3, tmp_path, monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "probe")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    with ServerProcess(tmp_path / "data", "--s3-endpoint", moto) as server:
        client = boto3.client("dynamodb", endpoint_url=server.endpoint, **KEYS)
        table = client.create_table(
            TableName="source", BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}])["TableDescription"]
        client.update_continuous_backups(
            TableName="source", PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True})
        items = [{"pk": {"S": f"key {n}"}, "b": {"B": bytes([n])}, "s": {"NS": ["1", "2.5"]}} for n in range(40)]
        for item in items:
            client.put_item(TableName="source", Item=item)
        arn = client.export_table_to_point_in_time(
            TableArn=table["TableArn"], S3Bucket="exports", S3Prefix="out")["ExportDescription"]["ExportArn"]
        done = wait(lambda: client.describe_export(ExportArn=arn)["ExportDescription"], "ExportStatus")
        assert done["ExportStatus"] == "COMPLETED", done
        keys = [entry["Key"] for entry in s3.list_objects_v2(Bucket="exports", Prefix="out/")["Contents"]]
        data = [key for key in keys if "/data/" in key]
        lines = [line for key in data
                 for line in gzip.decompress(s3.get_object(Bucket="exports", Key=key)["Body"].read()).splitlines()]
        assert len(lines) == 40

        started = client.import_table(
            S3BucketSource={"S3Bucket": "exports", "S3KeyPrefix": data[0].rsplit("/", 1)[0] + "/"},
            InputFormat="DYNAMODB_JSON", InputCompressionType="GZIP",
            TableCreationParameters={
                "TableName": "target", "BillingMode": "PAY_PER_REQUEST",
                "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
                "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}]})["ImportTableDescription"]
        done = wait(lambda: client.describe_import(ImportArn=started["ImportArn"])["ImportTableDescription"],
                    "ImportStatus")
        assert done["ImportStatus"] == "COMPLETED", done
        found = client.scan(TableName="target")["Items"]
        assert sorted(found, key=lambda item: item["pk"]["S"]) == sorted(items, key=lambda item: item["pk"]["S"])

        arn = client.export_table_to_point_in_time(
            TableArn=table["TableArn"], S3Bucket="absent-bucket")["ExportDescription"]["ExportArn"]
        done = wait(lambda: client.describe_export(ExportArn=arn)["ExportDescription"], "ExportStatus")
        assert (done["ExportStatus"], done["FailureCode"]) == ("FAILED", "S3NoSuchBucket")
