# SPDX-License-Identifier: Apache-2.0
"""The other side of the comparisons: botocore of a pinned version, in a virtual environment of its own. Run by
conftest.py with that environment's Python, not imported.

    peers.py rules SERVICE/VERSION    like `access_probe rules`, by that service's rule set
    peers.py batch    a line of JSON of stdin, {"command": ..., "arguments": [...], "env": {...}}, for each line of
                      JSON that it prints: what access_probe's command of that name prints, as a list
    peers.py calls    the calls of client_probe.cc
    peers.py sign     for each line of JSON, a request that was signed, the Authorization that botocore computes
    peers.py moto     runs moto's server on a free port and prints the port
"""

import base64
import getpass
import gzip
import json
import os
import sys
import time

# Before botocore takes it as the default of an argument.
getpass.getpass = lambda prompt: "123456"

import botocore.exceptions
import botocore.session


def rules(service):
    from botocore.endpoint_provider import EndpointProvider

    data = os.path.join(os.path.dirname(botocore.__file__), "data")
    with gzip.open(f"{data}/{service}/endpoint-rule-set-1.json.gz") as file:
        rule_set = json.load(file)
    with open(f"{data}/partitions.json") as file:
        provider = EndpointProvider(rule_set, json.load(file))
    for line in sys.stdin:
        try:
            endpoint = provider.resolve_endpoint(**json.loads(line))
            print(json.dumps({"url": endpoint.url}))
        except botocore.exceptions.BotoCoreError as error:
            print(json.dumps({"error": str(error)}))


def configuration():
    client = botocore.session.Session().create_client(
        "dynamodb", aws_access_key_id="a", aws_secret_access_key="b")
    return [{
        "region": client.meta.region_name or "",
        "url": client.meta.endpoint_url,
        "account_id_endpoint_mode": client.meta.config.account_id_endpoint_mode,
    }]


def profiles():
    found = botocore.session.Session().full_config["profiles"]
    lines = []
    for name in sorted(found):
        members = {"": name}
        for key, value in found[name].items():
            if isinstance(value, dict):
                members.update({f"{key}/{inner}": text for inner, text in value.items()})
            else:
                members[key] = value
        lines.append(members)
    return lines


def credentials(profile=None):
    found = botocore.session.Session(profile=profile).get_credentials()
    if found is None:
        return [{"nothing": ""}]
    frozen = found.get_frozen_credentials()
    return [{
        "access_key": frozen.access_key,
        "secret_key": frozen.secret_key,
        "token": frozen.token or "",
        "account_id": frozen.account_id or "",
    }]


def batch():
    commands = {"configuration": configuration, "profiles": profiles, "credentials": credentials}
    for line in sys.stdin:
        case = json.loads(line)
        os.environ.clear()
        os.environ.update(case["env"])
        try:
            answer = commands[case["command"]](*case["arguments"])
        except Exception as error:  # Whatever it is, botocore refuses.
            answer = [{"error": f"{type(error).__name__}: {error}"}]
        print(json.dumps(answer), flush=True)


def with_bytes(value):
    """An input of JSON as botocore wants it: binaries are bytes."""
    if isinstance(value, list):
        return [with_bytes(one) for one in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"B"} and isinstance(value["B"], str):
        return {"B": base64.b64decode(value["B"])}
    if set(value) == {"BS"}:
        return {"BS": [base64.b64decode(one) for one in value["BS"]]}
    return {name: with_bytes(one) for name, one in value.items()}


def calls():
    """The calls of client_probe.cc, with the same options."""
    from botocore.config import Config

    request = json.loads(sys.stdin.readline())
    options = request["options"]
    clients = {}
    for call in request["calls"]:
        streams = call["operation"] in ("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams")
        service = "dynamodbstreams" if streams else "dynamodb"
        if service not in clients:
            clients[service] = botocore.session.Session().create_client(
                service, region_name=options["region"], endpoint_url=options["endpoint"],
                aws_access_key_id=options["access_key"], aws_secret_access_key=options["secret_key"],
                aws_session_token=options.get("session_token"),
                config=Config(retries={"total_max_attempts": 1}, parameter_validation=False))
        clients[service]._make_api_call(call["operation"], with_bytes(call["input"]))
        print("{}", flush=True)


def sign():
    """The Authorization of each request, as botocore computes it at the request's own time."""
    from botocore.auth import SigV4Auth
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials

    for line in sys.stdin:
        asked = json.loads(line)
        headers = asked["headers"]
        auth = SigV4Auth(Credentials(asked["access_key"], asked["secret_key"], asked.get("token")),
                         asked["service"], asked["region"])
        signed = headers["authorization"].split("SignedHeaders=")[1].split(",")[0].split(";")
        request = AWSRequest("POST", asked["url"], data=asked["body"].encode(),
                             headers={name: headers[name] for name in signed if name != "host"})
        request.headers["Host"] = headers["host"]
        request.context["timestamp"] = headers["x-amz-date"]
        canonical = auth.canonical_request(request)
        signature = auth.signature(auth.string_to_sign(request, canonical), request)
        print(json.dumps({"authorization":
                          f"AWS4-HMAC-SHA256 Credential={auth.scope(request)}, "
                          f"SignedHeaders={';'.join(signed)}, Signature={signature}"}))


def moto():
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    print(server.get_host_and_port()[1], flush=True)
    while True:
        time.sleep(3600)


if __name__ == "__main__":
    {"rules": rules, "batch": batch, "calls": calls, "sign": sign, "moto": moto}[sys.argv[1]](*sys.argv[2:])
