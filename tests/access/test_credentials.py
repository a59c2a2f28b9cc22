# SPDX-License-Identifier: Apache-2.0
"""Credentials on the same files and against the same servers as botocore: the same credentials, from the same
requests. Servers are ours (stand_in.py), and moto's for the security token service."""

import hashlib
import json
from datetime import datetime, timedelta, timezone

import pytest

from stand_in import StandIn

FOREVER = "2099-01-01T00:00:00Z"


@pytest.fixture
def home(tmp_path):
    (tmp_path / "home/.aws/sso/cache").mkdir(parents=True)
    return tmp_path / "home"


@pytest.fixture
def both(ours, theirs, home):
    """both(config, credentials, env, [profile, ...]): ours and theirs for each profile, as pairs."""

    def run(config, credentials="", env=(), profiles=(None,)):
        (home / ".aws/config").write_text(config)
        (home / ".aws/credentials").write_text(credentials)
        env = {"HOME": str(home), **dict(env)}
        cases = [("credentials", [profile] if profile else [], env) for profile in profiles]
        mine = [ours(command, *arguments, env=env)[0] for command, arguments, env in cases]
        return list(zip(mine, [peer for (peer,) in theirs(cases)]))

    return run


def same(mine, peer):
    assert "error" not in peer and "nothing" not in peer, peer
    assert {name: mine.get(name) for name in peer} == peer


KEYS = "aws_access_key_id = {0}\naws_secret_access_key = {0}secret\n"


def test_keys_in_files_and_in_the_environment(both):
    config = ("[default]\n" + KEYS.format("C0") + "[profile in-config]\n" + KEYS.format("C1") +
              "aws_session_token = ct\naws_account_id = 111111111111\n"
              "[profile both]\n" + KEYS.format("C2") + "[profile half]\naws_access_key_id = C3\n"
              "[profile empty]\nregion = x\n")
    credentials = ("[both]\n" + KEYS.format("S2") + "aws_security_token = st\n[only]\n" + KEYS.format("S4"))
    names = [None, "in-config", "both", "only"]
    for mine, peer in both(config, credentials, profiles=names):
        same(mine, peer)
    for mine, peer in both(config, credentials, profiles=["half", "unknown"]):
        assert "error" in mine and "error" in peer, (mine, peer)
    ((mine, peer),) = both(config, credentials, profiles=["empty"])
    assert "nothing" in mine and "nothing" in peer
    keys = {"AWS_ACCESS_KEY_ID": "E", "AWS_SECRET_ACCESS_KEY": "Es", "AWS_SESSION_TOKEN": "Et",
            "AWS_ACCOUNT_ID": "222222222222"}
    for mine, peer in both(config, credentials, env=keys, profiles=names):
        same(mine, peer)
    ((mine, peer),) = both(config, credentials, env={**keys, "AWS_PROFILE": "both"})
    same(mine, peer)
    ((mine, peer),) = both(config, env={"AWS_ACCESS_KEY_ID": "E"})
    assert "error" in mine and "error" in peer


def test_processes(both):
    answer = json.dumps({"Version": 1, "AccessKeyId": "P", "SecretAccessKey": "Ps", "SessionToken": "Pt",
                         "Expiration": FOREVER})
    config = (f"[profile good]\ncredential_process = printf %s '{answer}'\naws_account_id = 333333333333\n"
              "[profile fails]\ncredential_process = sh -c 'exit 1'\n"
              "[profile version]\ncredential_process = echo '{\"Version\": 3}'\n"
              "[profile text]\ncredential_process = echo hello\n"
              "[profile missing]\ncredential_process = /no/such/program\n")
    ((mine, peer), *refused) = both(config, profiles=["good", "fails", "version", "text", "missing"])
    same(mine, peer)
    for mine, peer in refused:
        assert "error" in mine and "error" in peer, (mine, peer)


def sts_answer(request):
    action = request.form["Action"]
    by = request.headers.get("authorization", "unsigned")
    by = by[by.find("Credential=") + 11:].split("/")[0] if "Credential=" in by else "unsigned"
    return 200, (
        f'<{action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><{action}Result><AssumedRoleUser>'
        f"<AssumedRoleId>A:s</AssumedRoleId><Arn>arn:aws:sts::444444444444:assumed-role/r/s</Arn></AssumedRoleUser>"
        f"<Credentials><AccessKeyId>{by}+{request.form['RoleArn'][-1]}</AccessKeyId><SecretAccessKey>s&lt;/&amp;"
        f"</SecretAccessKey><SessionToken>tok==</SessionToken><Expiration>{FOREVER}</Expiration></Credentials>"
        f"</{action}Result><ResponseMetadata><RequestId>x</RequestId></ResponseMetadata></{action}Response>")


ROLES = ("[profile base]\n" + KEYS.format("B") + "[profile one]\nrole_arn = arn:aws:iam::1:role/1\n"
         "source_profile = base\nregion = eu-west-1\n"
         "[profile two]\nrole_arn = arn:aws:iam::1:role/2\nsource_profile = one\nexternal_id = e/x\n"
         "role_session_name = me\nduration_seconds = 1800\n"
         "[profile self]\nrole_arn = arn:aws:iam::1:role/3\nsource_profile = self\n" + KEYS.format("S") +
         "[profile env]\nrole_arn = arn:aws:iam::1:role/4\ncredential_source = Environment\n"
         "[profile mfa]\nrole_arn = arn:aws:iam::1:role/5\nsource_profile = base\nmfa_serial = arn:aws:iam::1:mfa/me\n"
         "role_session_name = m-s\n"
         "[profile odd-duration]\nrole_arn = arn:aws:iam::1:role/6\nsource_profile = base\n"
         "duration_seconds = long\nrole_session_name = o-s\n")


def signed_for(request):
    scope = request.headers.get("authorization", "").split("Credential=")[-1].split(",")[0]
    return scope.split("/")[2:4]


def test_roles_are_assumed_by_the_same_requests(both, empty_environment):
    with StandIn(sts_answer) as sts:
        env = {"AWS_ENDPOINT_URL_STS": sts.url, "AWS_REGION": "us-east-2", "AWS_DEFAULT_REGION": "us-east-2",
               "AWS_ACCESS_KEY_ID": "E", "AWS_SECRET_ACCESS_KEY": "Es"}
        for profile in ["one", "two", "self", "env", "mfa", "odd-duration"]:
            sts.requests.clear()
            ((mine, peer),) = both(ROLES, env=env, profiles=[profile])
            same(mine, peer)
            half = len(sts.requests) // 2
            for a, b in zip(sts.requests[:half], sts.requests[half:], strict=True):
                for form in (a.form, b.form):
                    if "session-" in form["RoleSessionName"]:
                        form["RoleSessionName"] = "generated"
                assert a.form == b.form, profile
                assert signed_for(a) == signed_for(b) == ["us-east-2", "sts"], profile
                token = "x-amz-security-token"
                assert a.headers.get(token) == b.headers.get(token), profile


@pytest.mark.parametrize("config", [
    "[profile a]\nrole_arn = 1\nsource_profile = b\n[profile b]\nrole_arn = 2\nsource_profile = a\n",
    "[profile a]\nrole_arn = 1\nsource_profile = a\n",
    "[profile a]\nrole_arn = 1\n",
    "[profile a]\nrole_arn = 1\nsource_profile = gone\n",
    "[profile a]\nrole_arn = 1\nsource_profile = b\n[profile b]\nregion = x\n",
    "[profile a]\nrole_arn = 1\nsource_profile = b\ncredential_source = Environment\n[profile b]\n" + KEYS.format("B"),
    "[profile a]\nrole_arn = 1\ncredential_source = Elsewhere\n",
    "[profile a]\nrole_arn = 1\ncredential_source = Environment\n",
    "[profile a]\nweb_identity_token_file = /gone\nrole_arn = 1\n",
    "[profile a]\nweb_identity_token_file = /gone\n",
    "[profile a]\nsso_account_id = 1\n",
    "[profile a]\nsso_account_id = 1\nsso_role_name = r\nsso_session = gone\n",
    "[profile a]\nsso_account_id = 1\nsso_role_name = r\nsso_session = s\n[sso-session s]\nsso_region = r\n",
    "[profile a]\nsso_account_id = 1\nsso_role_name = r\nsso_session = s\nsso_region = q\n[sso-session s]\n"
    "sso_region = r\nsso_start_url = u\n",
    "[profile a]\nsso_account_id = 1\nsso_role_name = r\nsso_start_url = u\nsso_region = us-east-1\n",
])
def test_what_botocore_refuses_is_refused(both, config):
    with StandIn(sts_answer) as sts:
        ((mine, peer),) = both(config, env={"AWS_ENDPOINT_URL_STS": sts.url}, profiles=["a"])
    assert "error" in mine and "error" in peer, (mine, peer)


def test_web_identity_of_eks(both, home):
    (home / "token").write_text("a.web.token")
    env = {"AWS_WEB_IDENTITY_TOKEN_FILE": str(home / "token"), "AWS_ROLE_ARN": "arn:aws:iam::1:role/7",
           "AWS_ROLE_SESSION_NAME": "pod"}
    config = f"[profile p]\nweb_identity_token_file = {home}/token\nrole_arn = arn:aws:iam::1:role/8\n"
    with StandIn(sts_answer) as sts:
        url = {"AWS_ENDPOINT_URL_STS": sts.url, "AWS_DEFAULT_REGION": "eu-west-1", "AWS_REGION": "eu-west-1"}
        ((mine, peer),) = both("", env={**env, **url})
        same(mine, peer)
        assert sts.requests[0].form == sts.requests[1].form
        assert "authorization" not in sts.requests[0].headers
        ((mine, peer),) = both(config, env=url, profiles=["p"])
        same(mine, peer)


SSO = ("[sso-session corp]\nsso_start_url = https://corp.example/start\nsso_region = eu-west-1\n"
       "[profile new]\nsso_session = corp\nsso_account_id = 555555555555\nsso_role_name = Dev+Ops\n"
       "[profile old]\nsso_start_url = https://old.example/start\nsso_region = us-west-2\n"
       "sso_account_id = 666666666666\nsso_role_name = Admin\n"
       "[profile role]\nrole_arn = arn:aws:iam::1:role/9\nsource_profile = new\nrole_session_name = r-s\n")
EXPIRES_MS = int(datetime(2099, 1, 1, tzinfo=timezone.utc).timestamp() * 1000)


def sso_answer(request):
    if request.path == "/token":
        if json.loads(request.body)["refreshToken"] == "refused":
            return 400, '{"error": "invalid_grant"}'
        return 200, json.dumps({"accessToken": "fresh", "expiresIn": 28800, "refreshToken": "next",
                                "tokenType": "Bearer"})
    token = request.headers["x-amz-sso_bearer_token"]
    if token == "not accepted":
        return 401, '{"message": "Session token not found or invalid"}'
    return 200, json.dumps({"roleCredentials": {
        "accessKeyId": f"{token}-{request.query['role_name']}-{request.query['account_id']}",
        "secretAccessKey": "s", "sessionToken": "t", "expiration": EXPIRES_MS}})


def in_minutes(minutes):
    return (datetime.now(timezone.utc) + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%SZ")


def token_path(home, key):
    return home / ".aws/sso/cache" / (hashlib.sha1(key.encode()).hexdigest() + ".json")


def token(expires, **more):
    return json.dumps({"accessToken": "cached", "expiresAt": expires, **more})


REGISTERED = {"clientId": "id", "clientSecret": "secret", "refreshToken": "again",
              "registrationExpiresAt": FOREVER}


@pytest.fixture
def sso(both):
    with StandIn(sso_answer) as portal, StandIn(sts_answer) as sts:
        env = {"AWS_ENDPOINT_URL_SSO": portal.url, "AWS_ENDPOINT_URL_SSO_OIDC": portal.url,
               "AWS_ENDPOINT_URL_STS": sts.url, "AWS_DEFAULT_REGION": "eu-west-1", "AWS_REGION": "eu-west-1"}

        def run(profile):
            portal.requests.clear()
            return both(SSO, env=env, profiles=[profile])[0], portal.requests

        yield run


def test_sso_with_a_token_of_the_login(sso, home):
    token_path(home, "corp").write_text(token(in_minutes(60), **REGISTERED))
    token_path(home, "https://old.example/start").write_text(token(in_minutes(60)))
    for profile in ["new", "old", "role"]:
        (mine, peer), requests = sso(profile)
        same(mine, peer)
        assert [r.path for r in requests] == ["/federation/credentials"] * 2
        assert requests[0].query == requests[1].query


def test_sso_refreshes_a_token_and_writes_the_same_file(sso, home, ours, theirs):
    path = token_path(home, "corp")
    written = []
    # Each side begins with the same token that expires soon.
    for minutes in [5, -5]:
        path.write_text(token(in_minutes(minutes), **REGISTERED))
        (mine, peer), requests = sso("new")
        assert mine["access_key"] == "fresh-Dev+Ops-555555555555"
        assert requests[0].path == "/token"
        assert json.loads(requests[0].body) == {
            "grantType": "refresh_token", "clientId": "id", "clientSecret": "secret", "refreshToken": "again"}
        same(mine, peer)  # botocore used the file that we wrote: no second refresh
        assert [r.path for r in requests].count("/token") == 1
        written.append(json.loads(path.read_text()))
    for cached in written:
        assert cached.pop("expiresAt") > in_minutes(7 * 60)
        assert cached == {"accessToken": "fresh", "refreshToken": "next", "region": "eu-west-1",
                          "startUrl": "https://corp.example/start", "clientId": "id",
                          "clientSecret": "secret", "registrationExpiresAt": FOREVER}
    assert path.stat().st_mode & 0o777 == 0o600


def test_sso_uses_a_token_that_cannot_be_refreshed_while_it_lasts(sso, home):
    path = token_path(home, "corp")
    for more in [{}, {**REGISTERED, "refreshToken": "refused"},
                 {**REGISTERED, "registrationExpiresAt": in_minutes(-1)}]:
        path.write_text(token(in_minutes(5), **more))
        (mine, peer), requests = sso("new")
        same(mine, peer)
        assert mine["access_key"].startswith("cached-")


def test_sso_asks_for_a_login(sso, home):
    for profile, key in [("new", "corp"), ("old", "https://old.example/start")]:
        path = token_path(home, key)
        path.unlink(missing_ok=True)
        for text in [None, "{}", token(in_minutes(-5)),
                     token(in_minutes(60)).replace("cached", "not accepted")]:
            if text is not None:
                path.write_text(text)
            (mine, peer), _ = sso(profile)
            assert "error" in peer, peer
            assert f"run `aws sso login --profile {profile}`" in mine["error"]


DOCUMENT = {"AccessKeyId": "D", "SecretAccessKey": "Ds", "Token": "Dt", "Expiration": FOREVER, "Code": "Success"}


def test_the_containers_service(both, home):
    def answer(request):
        if request.headers.get("authorization") != "pod-token":
            return 401, "who are you"
        return 200, json.dumps({**DOCUMENT, "AccountId": "777777777777"})

    (home / "pod-token").write_text("pod-token")
    with StandIn(answer) as service:
        env = {"AWS_CONTAINER_CREDENTIALS_FULL_URI": service.url + "/v1/credentials",
               "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": str(home / "pod-token")}
        ((mine, peer),) = both("", env=env)
        same(mine, peer)
        config = "[profile c]\nrole_arn = arn:aws:iam::1:role/c\ncredential_source = EcsContainer\n"
        with StandIn(sts_answer) as sts:
            ((mine, peer),) = both(config, profiles=["c"], env={**env, "AWS_ENDPOINT_URL_STS": sts.url,
                                                                "AWS_DEFAULT_REGION": "eu-west-1"})
            same(mine, peer)
            assert mine["access_key"] == "D+c"
    ((mine, peer),) = both("", env={"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://192.0.2.1/c"})
    assert "it must be HTTPS" in mine["error"] and "error" in peer


def test_the_instances_metadata(both):
    def answer(request):
        if request.path == "/latest/api/token":
            return (200, "session") if request.method == "PUT" else (405, "")
        if request.headers.get("x-aws-ec2-metadata-token") != "session":
            return 401, ""
        assert request.path.startswith("/latest/meta-data/iam/security-credentials/")
        return 200, json.dumps(DOCUMENT) if request.path.endswith("/the-role") else "the-role"

    with StandIn(answer) as service:
        env = {"AWS_EC2_METADATA_SERVICE_ENDPOINT": service.url}
        ((mine, peer),) = both("", env={**env, "AWS_EC2_METADATA_DISABLED": "false"})
        same(mine, peer)
        half = len(service.requests) // 2
        assert [(r.method, r.path) for r in service.requests[:half]] == \
               [(r.method, r.path) for r in service.requests[half:]]
        service.requests.clear()
        config = f"[profile i]\nec2_metadata_service_endpoint = {service.url}\nregion = eu-west-1\n"
        ((mine, peer),) = both(config, env={"AWS_EC2_METADATA_DISABLED": "false"}, profiles=["i"])
        same(mine, peer)
        service.requests.clear()
        ((mine, peer),) = both("", env={**env, "AWS_EC2_METADATA_DISABLED": "true"})
        assert "nothing" in mine and "nothing" in peer
        assert not service.requests


def test_githubs_token(ours):
    def github(request):
        assert request.headers["authorization"] == "bearer job-token"
        return 200, json.dumps({"value": "jwt-for-" + request.query["audience"], "run": request.query["run"]})

    with StandIn(github) as tokens, StandIn(sts_answer) as sts:
        env = {"ACTIONS_ID_TOKEN_REQUEST_URL": tokens.url + "/token?run=1",
               "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "job-token", "AWS_ROLE_ARN": "arn:aws:iam::1:role/g",
               "AWS_ENDPOINT_URL_STS": sts.url}
        (mine,) = ours("credentials", env=env)
        assert mine["access_key"] == "unsigned+g"
        assert sts.requests[0].form["WebIdentityToken"] == "jwt-for-sts.amazonaws.com"
        (mine,) = ours("github", "other-audience", env=env)
        assert sts.requests[1].form["WebIdentityToken"] == "jwt-for-other-audience"


def test_roles_against_moto(ours, home, moto):
    (home / ".aws/config").write_text(ROLES.replace("iam::1:", "iam::123456789012:"))
    (home / "token").write_text("a.web.token")
    env = {"HOME": str(home), "AWS_ENDPOINT_URL_STS": moto, "AWS_REGION": "us-east-2"}
    for profile in ["one", "two", "mfa"]:
        (mine,) = ours("credentials", profile, env=env)
        assert mine.get("access_key", "").startswith("ASIA"), mine
        assert mine["account_id"] == "123456789012"
        assert mine["expires"] > in_minutes(14)
    (mine,) = ours("credentials", env={
        **env, "AWS_WEB_IDENTITY_TOKEN_FILE": str(home / "token"),
        "AWS_ROLE_ARN": "arn:aws:iam::123456789012:role/w"})
    assert mine.get("access_key", "").startswith("ASIA"), mine
