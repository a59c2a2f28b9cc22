# SPDX-License-Identifier: Apache-2.0
"""`--auth keys`: signatures as botocore makes them, and every way in which they can be wrong."""

import datetime
import json
import signal
import time

import pytest
from botocore.auth import SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from connect import make_client
from raw_connection import RawConnection
from raw_request import send
from server_process import ServerProcess

KEY, SECRET = "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"


@pytest.fixture(scope="module")
def keys_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("keys") / "keys"
    path.write_text(f"# who may call\n{KEY} {SECRET} of the tests\n")
    return path


@pytest.fixture(scope="module")
def guarded(tmp_path_factory, keys_file):
    data = tmp_path_factory.mktemp("guarded") / "data"
    with ServerProcess(data, "--auth", "keys", "--keys", keys_file) as server:
        yield server


def call(server, access_key=KEY, secret=SECRET, **more):
    return send(server.endpoint, "ListTables", {}, access_key=access_key, secret=secret, **more)


def test_who_has_a_key_may_call(guarded):
    client = make_client(guarded.endpoint, access_key=KEY, secret=SECRET)
    assert client.list_tables()["TableNames"] == []
    assert call(guarded).status == 200


def test_unknown_keys(guarded):
    answer = call(guarded, access_key="nobody")
    assert answer.status == 400
    assert answer.json == {"__type": "com.amazon.coral.service#UnrecognizedClientException",
                           "message": "The security token included in the request is invalid."}


def test_wrong_secrets(guarded):
    with pytest.raises(ClientError) as raised:
        make_client(guarded.endpoint, access_key=KEY, secret="wrong").list_tables()
    assert raised.value.response["Error"]["Code"] == "InvalidSignatureException"
    message = raised.value.response["Error"]["Message"]
    assert message.startswith("The request signature we calculated does not match the signature you provided. ")
    assert "The Canonical String for this request should have been\n'POST\n/\n\n" in message
    assert "The String-to-Sign should have been\n'AWS4-HMAC-SHA256\n" in message


@pytest.mark.parametrize("hours,text", [(-1, "Signature expired: "), (1, "Signature not yet current: ")])
def test_clocks_that_differ(guarded, hours, text):
    when = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=hours)
    answer = call(guarded, when=when)
    assert answer.error == "InvalidSignatureException"
    assert answer.message.startswith(text)


def test_a_changed_body(guarded):
    answer = call(guarded, send_instead=b'{"Limit":1}')
    assert answer.error == "InvalidSignatureException"


def test_no_signature_at_all(guarded):
    with RawConnection(guarded.port) as raw:
        answer = raw.request(headers={"Content-Type": "application/x-amz-json-1.0",
                                      "X-Amz-Target": "DynamoDB_20120810.ListTables"}, body=b"{}")
    assert json.loads(answer.body)["__type"].endswith("#MissingAuthenticationTokenException")


def signed(server, signer=SigV4Auth, body=b"{}", query="", headers=None, service="dynamodb",
           region="us-east-1", **signer_options):
    request = AWSRequest(method="POST", url=f"{server.endpoint}/{query}", data=body, headers={
        "Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": "DynamoDB_20120810.ListTables",
        **(headers or {})})
    signer(Credentials(KEY, SECRET), service, region, **signer_options).add_auth(request)
    return request.prepare()


def post(server, request, headers=None):
    """Sends what botocore signed, with other headers where given."""
    sent = {name: value.decode() if isinstance(value, bytes) else value
            for name, value in request.headers.items() if name.lower() != "content-length"}
    path = request.url.removeprefix(server.endpoint)
    with RawConnection(server.port) as raw:
        return raw.request(path=path, headers={**sent, **(headers or {})}, body=request.body or b"",
                           host=f"127.0.0.1:{server.port}")


@pytest.mark.parametrize("query", ["", "?", "?b=2&a=1&a=0", "?x=%20%2F~-._&empty=&none", "?a=b%3Dc"])
def test_signatures_of_botocore_with_queries(guarded, query):
    assert post(guarded, signed(guarded, query=query)).status == 200


def test_blanks_in_signed_headers_do_not_matter(guarded):
    request = signed(guarded, headers={"Meerkat": "hello world"})
    assert post(guarded, request, {"Meerkat": "  hello     world  "}).status == 200
    assert post(guarded, request, {"Meerkat": "hello, world"}).status == 400


class UnsignedPayloadAuth(SigV4Auth):
    """What SDKs do that may leave the body out of the signature."""

    def payload(self, request):
        return "UNSIGNED-PAYLOAD"


def test_bodies_may_be_left_out_of_the_signature(guarded):
    said = {"X-Amz-Content-SHA256": "UNSIGNED-PAYLOAD"}
    assert post(guarded, signed(guarded, UnsignedPayloadAuth, headers=said)).status == 200
    assert post(guarded, signed(guarded, UnsignedPayloadAuth)).status == 400


@pytest.mark.parametrize("wrong,text", [
    ({"region": "eu-west-1"}, "Credential should be scoped to a valid region, not 'eu-west-1'. "),
    ({"service": "s3"}, "Credential should be scoped to correct service: 'dynamodb'. "),
])
def test_wrong_scopes(guarded, wrong, text):
    answer = json.loads(post(guarded, signed(guarded, **wrong)).body)
    assert answer["__type"].endswith("#InvalidSignatureException")
    assert answer["message"] == text


def test_presigned_calls(guarded):
    """botocore presigns calls without a body. So a good signature gets as far as the empty body."""
    def answer(request):
        return json.loads(post(guarded, request).body)

    good = signed(guarded, SigV4QueryAuth, body=b"", expires=60)
    expired = signed(guarded, SigV4QueryAuth, body=b"", expires=1)
    assert answer(good) == {"__type": "com.amazon.coral.service#SerializationException"}
    good.url = good.url.replace("X-Amz-Expires=60", "X-Amz-Expires=61")
    assert answer(good)["message"].startswith("The request signature we calculated")
    time.sleep(3)
    assert answer(expired)["message"].startswith("Signature expired: ")


def test_keys_are_read_again_on_sighup(tmp_path):
    keys = tmp_path / "keys"
    keys.write_text("first one\n")
    with ServerProcess(tmp_path / "data", "--auth", "keys", "--keys", keys) as server:
        assert call(server, "first", "one").status == 200
        keys.write_text("second two\n")
        server.process.send_signal(signal.SIGHUP)
        deadline = time.monotonic() + 10
        while call(server, "second", "two").status != 200:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        assert call(server, "first", "one").error == "UnrecognizedClientException"
        keys.write_text("broken\n")
        server.process.send_signal(signal.SIGHUP)
        time.sleep(0.2)
        assert call(server, "second", "two").status == 200
        assert "line 1: no secret behind the access key" in server.log.read_text()
