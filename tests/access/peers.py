# SPDX-License-Identifier: Apache-2.0
"""The other side of the comparisons: botocore of a pinned version, in a virtual environment of its own. Run by
conftest.py with that environment's Python, not imported.

    peers.py rules SERVICE/VERSION    like `access_probe rules`, by that service's rule set
    peers.py batch    a line of JSON of stdin, {"command": ..., "arguments": [...], "env": {...}}, for each line of
                      JSON that it prints: what access_probe's command of that name prints, as a list
    peers.py moto     runs moto's server on a free port and prints the port
"""

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


def moto():
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    print(server.get_host_and_port()[1], flush=True)
    while True:
        time.sleep(3600)


if __name__ == "__main__":
    {"rules": rules, "batch": batch, "moto": moto}[sys.argv[1]](*sys.argv[2:])
