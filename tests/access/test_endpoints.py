# SPDX-License-Identifier: Apache-2.0
"""Endpoint rules and settings: every combination of parameters that the rules look at, and settings from all
places, give what botocore gives."""

import itertools
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent

REGIONS = [None, "us-east-1", "eu-central-1", "eu-mars-17", "us-gov-west-1", "us-gov-north-3", "cn-north-1",
           "cn-northwest-1", "cn-south-9", "us-iso-east-1", "us-isob-east-1", "us-isof-south-1",
           "eu-isoe-west-1", "eusc-de-east-1", "aws-global", "aws-cn-global", "local", "mars",
           "us-east-1a", "us-east_x-1", ""]
ENDPOINTS = [None, "http://localhost:8000", "https://proxy.example/path", "https://dynamodb.us-east-1.api.aws",
             "https://search-dynamodb.us-east-1.api.aws", "https://dynamodb.us-east-1.amazonaws.com",
             "HTTPS://dynamodb.us-east-1.api.aws/", "https://u@dynamodb.us-east-1.api.aws",
             "https://dynamodb.us-east-1.api.aws?q=1", "https://dynamodb.us-east-1.api.aws:99999",
             "ftp://dynamodb.us-east-1.api.aws", "nonsense"]
ACCOUNTS = [None, "123456789012", "bad.account", "-", ""]
MODES = [None, "preferred", "required", "disabled"]
ARNS = [None, "Table", "arn:aws:dynamodb:us-east-1:222222222222:table/T",
        "arn:aws:dynamodb:eu-central-1:222222222222:table/T", "arn:aws:s3:us-east-1:222222222222:b",
        "arn:aws:dynamodb:us-east-1:bad.account:table/T", "arn:aws:dynamodb:us-east-1::table/T",
        "arn:aws:dynamodb:us-east-1:222222222222:", "arn:aws:dynamodb:us-east-1"]
ARN_LISTS = [None, [], ["Table"], [ARNS[2]], ["Table", ARNS[2]], [ARNS[2], "Table"]]


def parameters(region, endpoint, account, mode, arn, arns, fips, dual, search):
    values = {"Region": region, "Endpoint": endpoint, "AccountId": account,
              "AccountIdEndpointMode": mode, "ResourceArn": arn, "ResourceArnList": arns,
              "UseFIPS": fips, "UseDualStack": dual, "IsSearchOperation": search}
    return {name: value for name, value in values.items() if value is not None}


def combinations():
    """Those without a custom endpoint and without ARNs in full, of the rest 20,000 by chance."""
    flags = [(False, True), (False, True), (None, False, True)]
    for values in itertools.product(REGIONS, [None], ACCOUNTS, MODES, [None], [None], *flags):
        yield parameters(*values)
    chance = random.Random(1)
    dimensions = [REGIONS, ENDPOINTS, ACCOUNTS, MODES, ARNS, ARN_LISTS, *flags]
    for _ in range(20_000):
        yield parameters(*(chance.choice(choices) for choices in dimensions))


def test_rules_resolve_as_botocore_does(ours, their_rules):
    cases = list(combinations())
    stdin = "\n".join(json.dumps(case) for case in cases)
    mine, peer = ours("rules", stdin=stdin), their_rules("dynamodb/2012-08-10", stdin)
    assert len(mine) == len(peer) == len(cases)
    different = [(case, a, b) for case, a, b in zip(cases, mine, peer)
                 if a.get("url") != b.get("url") or a.get("error") != b.get("error")]
    assert not different, f"{len(different)} of {len(cases)}: {different[:5]}"
    assert sum("url" in answer for answer in mine) > 5_000
    assert sum("error" in answer for answer in mine) > 5_000


@pytest.mark.parametrize("service, host", [
    ("sts/2011-06-15", "sts"), ("sso/2019-06-10", "portal.sso"), ("sso-oidc/2019-06-10", "oidc"),
    ("kms/2014-11-01", "kms")])
def test_services_for_credentials_are_where_botocore_finds_them(ours, their_rules, service, host):
    regions = [region for region in REGIONS if region and region.replace("-", "").isalnum()]
    cases = [{"Region": region, "UseFIPS": fips, "UseDualStack": dual}
             for region in regions for fips in (False, True) for dual in (False, True)]
    mine = ours("services", stdin="\n".join(json.dumps({**case, "host": host}) for case in cases))
    assert mine == their_rules(service, "\n".join(json.dumps(case) for case in cases))


FILE = """
[default]
region = eu-west-1

[profile url]
region = eu-west-1
endpoint_url = http://localhost:1111

[profile services]
region = eu-west-1
endpoint_url = http://localhost:1111
services = mine

[services mine]
s3 =
  endpoint_url = http://localhost:2222
dynamodb =
  endpoint_url = http://localhost:3333

[profile other-services]
region = eu-west-1
endpoint_url = http://localhost:1111
services = other

[services other]
s3 =
  endpoint_url = http://localhost:2222

[profile lost-services]
region = eu-west-1
services = lost

[profile ignoring]
region = eu-west-1
endpoint_url = http://localhost:1111
ignore_configured_endpoint_urls = True

[profile flags]
region = us-east-1
use_fips_endpoint = true
use_dualstack_endpoint = true

[profile mode]
region = us-east-1
account_id_endpoint_mode = Disabled

[profile wrong-mode]
region = us-east-1
account_id_endpoint_mode = perhaps

[profile bad-url]
region = us-east-1
endpoint_url = localhost:8000

[profile bad-region]
region = not a region
"""

ENVIRONMENTS = {
    "nothing": {},
    "region": {"AWS_DEFAULT_REGION": "ap-south-1"},
    "url": {"AWS_ENDPOINT_URL": "http://localhost:4444"},
    "service url": {"AWS_ENDPOINT_URL": "http://localhost:4444",
                    "AWS_ENDPOINT_URL_DYNAMODB": "http://localhost:5555"},
    "ignored": {"AWS_ENDPOINT_URL": "http://localhost:4444",
                "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"},
    "fips": {"AWS_USE_FIPS_ENDPOINT": "true"},
    "dual stack": {"AWS_USE_DUALSTACK_ENDPOINT": "TRUE"},
    "not true": {"AWS_USE_DUALSTACK_ENDPOINT": "1"},
    "mode": {"AWS_ACCOUNT_ID_ENDPOINT_MODE": "required"},
}


def test_generated_files_are_those_of_the_pinned_botocore(peer_python):
    installed = subprocess.run(
        [peer_python, "-c", "import botocore, pathlib; print(pathlib.Path(botocore.__file__).parent.parent)"],
        capture_output=True, text=True, check=True).stdout.strip()
    done = subprocess.run([sys.executable, ROOT / "scripts/generate_endpoints.py", installed, "--check"],
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_settings_are_found_as_botocore_finds_them(ours, theirs, tmp_path):
    config = tmp_path / "config"
    config.write_text(FILE)
    profiles = ["default"] + [line[9:-1] for line in FILE.splitlines() if line.startswith("[profile ")]
    cases = [(name, profile, {"AWS_CONFIG_FILE": config, "AWS_PROFILE": profile, **environment})
             for name, environment in ENVIRONMENTS.items() for profile in profiles]
    peers = theirs([("configuration", [], env) for _, _, env in cases])
    for (name, profile, env), (peer,) in zip(cases, peers):
        (mine,) = ours("configuration", env=env)
        where = (name, profile, mine, peer)
        assert ("error" in mine) == ("error" in peer), where
        if "error" in peer:
            continue
        assert mine["region"] == peer["region"], where
        assert mine["account_id_endpoint_mode"] == peer["account_id_endpoint_mode"], where
        assert mine["endpoint"] in ("", peer["url"]), where
        assert bool(mine["endpoint"]) == peer["url"].startswith("http://localhost"), where
