# SPDX-License-Identifier: Apache-2.0
"""What happens when AWS KMS refuses, beside Amazon's client for Python. KMS is a server of ours here, which refuses on demand:
moto cannot."""

import base64
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from test_kms_and_stores import stored_item
from test_python_client import ACTIONS, ITEM, KEY, comparable

ARN = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
DATA_KEY = base64.b64encode(bytes(range(32))).decode()
BLOB = base64.b64encode(b"the wrapped key").decode()

# Status, name, message: as the service answers.
DISABLED = (400, "DisabledException", f"{ARN} is disabled.")
DENIED = (400, "AccessDeniedException", "User: arn:aws:iam::111122223333:user/reader is not authorized to perform: "
                                        f"kms:Decrypt on resource: {ARN} because no identity-based policy allows it")
INVALID_STATE = (400, "KMSInvalidStateException", f"{ARN} is pending deletion.")
REFUSALS = [DISABLED, DENIED, INVALID_STATE]
THROTTLED = (400, "ThrottlingException", "You have exceeded the rate at which you may call KMS. Reduce the frequency of "
                                         "your calls.")
INTERNAL = (500, "KMSInternalException", "The request failed. You can retry.")


class ScriptedKms(ThreadingHTTPServer):
    """Gives what is in `refusals` first. Keeps the requests."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.refusals, self.asked = [], []

    def provider(self):
        return {"type": "kms", "endpoint": f"http://127.0.0.1:{self.server_port}", "key_id": ARN, "region": "us-east-1"}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        operation = self.headers["X-Amz-Target"].removeprefix("TrentService.")
        self.server.asked.append((operation, request))
        if self.server.refusals:
            status, name, message = self.server.refusals.pop(0)
            answer = {"__type": name, "message": message}
        elif operation == "GenerateDataKey":
            status, answer = 200, {"KeyId": ARN, "Plaintext": DATA_KEY, "CiphertextBlob": BLOB}
        else:
            status, answer = 200, {"KeyId": ARN, "Plaintext": DATA_KEY}
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/x-amz-json-1.1")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def scripted():
    server = ScriptedKms()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def asking(kms, way, **more):
    return {"way": way, "provider": kms.provider(), "table": "T", "partition_key": "pk", "sort_key": "sk",
            "actions": ACTIONS, **more}


@pytest.fixture
def refused_by(scripted):
    """The answer to a request that KMS refuses, and that it asked KMS once."""
    def ask(whom, refusal, request):
        scripted.refusals, scripted.asked = [refusal], []
        answer = whom(request)
        assert len(scripted.asked) == 1, scripted.asked
        return answer

    return ask


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal[1])
def test_a_refusal_is_the_error_of_amazons_client_and_says_what_kms_said(scripted, refused_by, ours, theirs, make_table,
                                                                         client, refusal):
    table = make_table("S", "N")
    put = asking(scripted, "put", item=ITEM) | {"table": table}
    assert refused_by(theirs, refusal, put)["error"] == "WrappingError"
    wrapping = refused_by(ours, refusal, put | {"way": "encrypt"})
    assert wrapping["error"] == "WrappingError"

    scripted.refusals = []
    assert theirs(put) == {}
    get = asking(scripted, "get", key=KEY) | {"table": table}
    assert refused_by(theirs, refusal, get)["error"] == "UnwrappingError"
    stored = stored_item(client, table)
    unwrapping = refused_by(ours, refusal, get | {"way": "decrypt", "item": stored})
    assert unwrapping["error"] == "UnwrappingError"

    # Well-known names of errors are written without their ends.
    name = refusal[1].removesuffix("Exception")
    for answer in (wrapping, unwrapping):
        assert name in answer["message"] and refusal[2] in answer["message"], answer
    scripted.refusals = []
    assert comparable(ours(get | {"way": "decrypt", "item": stored})) == comparable(ITEM)


def test_a_data_key_that_kms_does_not_know_is_an_unwrapping_error(scripted, refused_by, ours):
    stored = ours(asking(scripted, "encrypt", item=ITEM))
    answer = refused_by(ours, (400, "InvalidCiphertextException", None), asking(scripted, "decrypt", item=stored))
    assert answer["error"] == "UnwrappingError" and "InvalidCiphertextException" in answer["message"], answer


@pytest.mark.parametrize("refusal", [THROTTLED, INTERNAL], ids=lambda refusal: refusal[1])
def test_what_passes_is_asked_again(scripted, ours, refusal):
    scripted.refusals = [refusal]
    stored = ours(asking(scripted, "encrypt", item=ITEM))
    assert stored["text"].keys() == {"B"}, stored
    scripted.refusals = [refusal]
    assert comparable(ours(asking(scripted, "decrypt", item=stored))) == comparable(ITEM)
    assert [operation for operation, _ in scripted.asked] == ["GenerateDataKey"] * 2 + ["Decrypt"] * 2
    assert scripted.asked[0] == scripted.asked[1] and scripted.asked[2] == scripted.asked[3]


def test_throttling_that_does_not_pass_is_an_error_that_says_so(scripted, ours):
    scripted.refusals = [THROTTLED] * 20
    answer = ours(asking(scripted, "encrypt", item=ITEM))
    assert answer["error"] == "WrappingError" and "Throttling" in answer["message"], answer
    assert 1 < len(scripted.asked) < 10
