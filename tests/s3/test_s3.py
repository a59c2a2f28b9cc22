# SPDX-License-Identifier: Apache-2.0
"""The S3 client, backups in buckets, and the server's imports and exports with --s3-endpoint, against two servers
that are not ours: moto's, which runs in the environment that tests/access makes for its comparisons, and SeaweedFS."""

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
from seaweed import NotAvailable, Seaweed
from server_process import BINARY, ServerProcess

TOP = Path(__file__).resolve().parents[2]

ACCESS = TOP / "tests/access"
PROBE = Path(os.environ.get("MAGNETO_S3_PROBE", TOP / "build/release/tests/s3/s3_probe"))
USER, SECRET, REGION = "probe", "secret", "us-east-1"
KEYS = {"aws_access_key_id": USER, "aws_secret_access_key": SECRET, "region_name": REGION}
VARIABLES = {"AWS_ACCESS_KEY_ID": USER, "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_REGION": REGION}
AMAZON = "s3.us-east-1.amazonaws.com"


@pytest.fixture(scope="module")
def moto():
    python = python_with(ACCESS / "requirements.txt", "access-peers")
    process = subprocess.Popen([python, ACCESS / "peers.py", "moto"], stdout=subprocess.PIPE, text=True)
    yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
    process.kill()
    process.wait()


@pytest.fixture(scope="module")
def seaweedfs(tmp_path_factory):
    try:
        server = Seaweed(tmp_path_factory.mktemp("seaweedfs"), USER, SECRET, AMAZON)
    except NotAvailable as reason:
        pytest.skip(str(reason))
    yield server.url
    server.close()


@pytest.fixture(scope="module", params=["moto", "seaweedfs"])
def url(request):
    """The URL of an S3 server."""
    return request.getfixturevalue(request.param)


only_with_moto = pytest.mark.parametrize("url", ["moto"], indirect=True)
only_with_seaweedfs = pytest.mark.parametrize("url", ["seaweedfs"], indirect=True)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return self_signed(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="module")
def s3(url):
    client = boto3.client("s3", endpoint_url=url, **KEYS)
    there = {bucket["Name"] for bucket in client.list_buckets()["Buckets"]}
    for bucket in {"probe", "dotted.bucket", "exports", "my-bucket"} - there:
        client.create_bucket(Bucket=bucket)
    return client


def run_probe(url, *arguments, **variables):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    done = subprocess.run([PROBE, *arguments], env={**environment, "MAGNETO_TEST_S3": url, **variables},
                          capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr
    assert "[  PASSED  ]" in done.stdout


def test_objects_and_backups(url, s3):
    run_probe(url)
    # Another client sees the same: the manifest is JSON.
    manifest = json.loads(s3.get_object(Bucket="probe", Key="backups/Source.json")["Body"].read())
    assert manifest["items"] == 2031
    assert not s3.list_multipart_uploads(Bucket="probe").get("Uploads")


def test_backups_in_pynamos_words(url, s3):
    run_probe(url, "--gtest_filter=*InPynamosWords", AWS_ENDPOINT_URL_S3=url, **VARIABLES)
    assert s3.list_objects_v2(Bucket="my-bucket", Prefix="table-backups/table_name.parts/")["KeyCount"] > 0


@only_with_moto  # TLS ends and answers are made before the server
def test_over_tls_and_through_answers_that_say_slow_down(url, s3, certificate):
    front = Front(url, certificate, slow_down=3)
    try:
        run_probe(f"https://localhost:{front.port}", "--gtest_filter=*Size:*Key:*Records*",
                  MAGNETO_TEST_S3_CA=str(certificate[0]))
        assert front.slowed == 3
        assert front.hosts == {f"localhost:{front.port}"}
    finally:
        front.close()


def test_objects_are_compared_with_their_checksums(url, s3):
    front = Front(url, damage=[True, False, True, True])
    try:
        run_probe(f"http://127.0.0.1:{front.port}", "--gtest_filter=*Damaged*", MAGNETO_TEST_S3_DAMAGE="1")
        assert front.damage == []
    finally:
        front.close()


# moto tells no checksums of uploads in parts, so the server in front does, as S3 does.
@only_with_moto
@pytest.mark.parametrize("tell, asked", [("whole", [0]), ("parts", [0, 1, 2, 3])])
def test_objects_that_come_in_several_ranges_are_compared_with_their_checksums(url, s3, tell, asked):
    for how in ("good", "damaged"):
        front = Front(url, tell=tell, damage_ranges=how == "damaged")
        try:
            run_probe(f"http://127.0.0.1:{front.port}", "--gtest_filter=*SeveralRanges*", MAGNETO_TEST_S3_RANGES=how)
            assert front.asked == (asked if how == "good" else asked[:len(front.asked)])
        finally:
            front.close()


# SeaweedFS tells the checksum of the parts' checksums, and none of a part.
@only_with_seaweedfs
def test_objects_that_come_in_several_ranges_are_compared_with_the_checksum_of_all_parts(url, s3):
    for how in ("good", "damaged"):
        front = Front(url, damage_ranges=how == "damaged")
        try:
            for upload in ("whole", "parts"):
                run_probe(f"http://127.0.0.1:{front.port}", "--gtest_filter=*SeveralRanges*",
                          MAGNETO_TEST_S3_RANGES=how, MAGNETO_TEST_S3_UPLOAD=upload)
        finally:
            front.close()


def test_with_buckets_in_the_hosts_name(url, s3):
    front = Front(url)
    try:
        run_probe(f"http://{AMAZON}", "--gtest_filter=*Size:*Key:*Pages:*Records*",
                  MAGNETO_TEST_S3_PROXY=f"http://127.0.0.1:{front.port}")
        # A name with a dot has no certificate: it is in the path.
        assert f"probe.{AMAZON}" in front.hosts
        assert front.hosts <= {f"probe.{AMAZON}", AMAZON}
    finally:
        front.close()


@pytest.fixture
def magneto(url, tmp_path):
    """magneto("backup", "Songs", "s3://..."): the finished process of the command, on a data directory.
    magneto.without_s3("scan", "Songs"): the sorted lines that a command printed which must do."""

    (tmp_path / "data").mkdir()

    def run(*words, **variables):
        return subprocess.run(
            [BINARY, *words, "--data", tmp_path / "data"], cwd=tmp_path, timeout=60, capture_output=True, text=True,
            env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), **VARIABLES, **variables})

    def without_s3(*words):
        done = run(*words)
        assert done.returncode == 0, (words, done.stderr)
        return sorted(done.stdout.splitlines())

    def with_s3(*words, **variables):
        return run(*words, "--s3-endpoint", url, **variables)

    with_s3.without_s3 = without_s3
    return with_s3


def test_commands_write_and_read_objects(magneto, s3):
    without_s3 = magneto.without_s3

    def good(*words):
        done = magneto(*words)
        assert done.returncode == 0, (words, done.stderr)

    without_s3("create", "Songs", "Artist", "Year:N")
    without_s3("load", "Songs", "--items", "500", "--seed", "7")
    without_s3("put", "Songs", json.dumps({"Artist": "\u00e9 / ?&=+%", "Year": -1.5, "Title": "a,\"b\"\n"}))
    songs = without_s3("scan", "Songs", "--output", "dynamodb-json")
    assert len(songs) == 501
    good("backup", "Songs", "s3://my-bucket/a folder/Songs+1")
    for location in ("s3://my-bucket/Songs.json", "s3://my-bucket/Songs.json.zst", "s3://my-bucket/Songs.ion.gz"):
        good("export", "Songs", location)
        again = magneto("export", "Songs", location)
        assert again.returncode == 4 and "--overwrite" in again.stderr, again.stderr
        without_s3("create", "Copy", "Artist", "Year:N")
        good("import", "Copy", location)
        assert without_s3("scan", "Copy", "--output", "dynamodb-json") == songs, location
        without_s3("drop", "Copy")
    good("restore", "s3://my-bucket/a folder/Songs+1", "Copy", "--create")
    assert without_s3("scan", "Copy", "--output", "dynamodb-json") == songs


def test_commands_say_what_s3_refuses(magneto, s3):
    magneto.without_s3("create", "Songs", "Artist")
    for words, status, text in (
        (["import", "Songs", "s3://my-bucket/absent.jsonl"], 3, "absent.jsonl"),
        (["restore", "s3://my-bucket/absent", "Songs"], 3, "absent"),
        (["import", "Songs", "s3://no-such-bucket/a.jsonl"], 3, "no-such-bucket"),
    ):
        done = magneto(*words)
        assert (done.returncode, text in done.stderr) == (status, True), (words, done.stderr)


@only_with_seaweedfs  # moto takes any signature
def test_commands_say_that_credentials_are_wrong(magneto, s3):
    magneto.without_s3("create", "Songs", "Artist")
    for variables, text in (({"AWS_SECRET_ACCESS_KEY": "wrong"}, "SignatureDoesNotMatch"),
                            ({"AWS_ACCESS_KEY_ID": "nobody"}, "InvalidAccessKeyId")):
        done = magneto("import", "Songs", "s3://my-bucket/a.jsonl", **variables)
        assert (done.returncode, text in done.stderr) == (5, True), done.stderr


def wait(describe, status):
    end = time.monotonic() + 60
    while (description := describe())[status] == "IN_PROGRESS":
        assert time.monotonic() < end
        time.sleep(0.05)
    return description


def test_the_servers_exports_and_imports_use_the_endpoint(url, s3, tmp_path, monkeypatch):
    for name, value in VARIABLES.items():
        monkeypatch.setenv(name, value)
    with ServerProcess(tmp_path / "data", "--s3-endpoint", url) as server:
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
