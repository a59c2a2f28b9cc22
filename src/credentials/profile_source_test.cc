// SPDX-License-Identifier: Apache-2.0
//
// What profiles can be, and the chain. tests/access/test_credentials.py compares with botocore.
#include "credentials/profile_source.h"

#include <gtest/gtest.h>

#include "base/digest.h"
#include "credentials/chain.h"
#include "credentials/json_members.h"
#include "credentials/read_text_file.h"
#include "credentials/test_surroundings.h"

namespace magneto::internal::credentials {
namespace {

class ProfileSourceTest : public SurroundingsTest {
 protected:
  std::string load(const std::string& profile) {
    return shown(ProfileSource(surroundings(), profile, false).load());
  }
  std::string chain(const std::string& profile = {}) {
    auto chain = default_chain(surroundings(), profile);
    return shown(chain->load());
  }
};

TEST_F(ProfileSourceTest, KeysInEitherFile) {
  config(
      "[profile a]\naws_access_key_id = A1\naws_secret_access_key = s\n"
      "[profile b]\naws_access_key_id = B1\naws_secret_access_key = s\naws_account_id = 7\n");
  credentials_file(
      "[a]\naws_access_key_id = A2\naws_secret_access_key = s\n[c]\n"
      "aws_access_key_id = C2\n");
  EXPECT_EQ(load("a"), "A2, the profile 'a' in ~/.aws/credentials");
  EXPECT_EQ(load("b"), "B1, the profile 'b' in ~/.aws/config");
  EXPECT_EQ(load("c"),
            "the profile 'c' in ~/.aws/credentials has aws_access_key_id, but no "
            "aws_secret_access_key");
  EXPECT_EQ(load("none"), "nothing");
}

TEST_F(ProfileSourceTest, ARoleOfASourceProfileIsAssumedWithItsKeys) {
  config(
      "[profile base]\naws_access_key_id = BASE\naws_secret_access_key = s\n"
      "[profile r]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = base\n"
      "external_id = e/1\nrole_session_name = me\nduration_seconds = 900\n"
      "region = eu-west-1\n");
  serve("https://sts.eu-west-1.amazonaws.com", 200, sts_answer("AssumeRole", "ROLE"));
  auto loaded = ProfileSource(surroundings(), "r", false).load();
  ASSERT_TRUE(loaded.ok()) << loaded.error().message();
  EXPECT_EQ((*loaded)->access_key, "ROLE");
  EXPECT_EQ((*loaded)->secret_key, "s/+&=");
  EXPECT_EQ((*loaded)->account_id, "123456789012");
  EXPECT_EQ((*loaded)->expires_ms, clock.ms + 3600'000);
  EXPECT_EQ(requests[0].body,
            "Action=AssumeRole&DurationSeconds=900&ExternalId=e%2F1&RoleArn=arn%3Aaws%3Aiam%3A%3A1"
            "%3Arole%2Fr&RoleSessionName=me&Version=2011-06-15");
  EXPECT_TRUE(header(requests[0], "Authorization")
                  .starts_with("AWS4-HMAC-SHA256 "
                               "Credential=BASE/20261128/eu-west-1/sts/aws4_request"));
}

TEST_F(ProfileSourceTest, FipsHoldsForTheTokenServiceToo) {
  config(
      "[default]\naws_access_key_id = K\naws_secret_access_key = s\n"
      "[profile r]\nrole_arn = arn:1\nsource_profile = default\nregion = us-east-1\n");
  variables["AWS_USE_FIPS_ENDPOINT"] = "true";
  serve("https://sts-fips.us-east-1.amazonaws.com", 200, sts_answer("AssumeRole", "R"));
  EXPECT_EQ(load("r"), "R, the role arn:1");
  variables["AWS_ENDPOINT_URL_STS"] = "http://localhost";
  EXPECT_EQ(load("r"),
            "the endpoint http://localhost is configured for sts, which FIPS and dual "
            "stack exclude");
}

TEST_F(ProfileSourceTest, RolesAreChained) {
  config(
      "[default]\naws_access_key_id = K0\naws_secret_access_key = s\n"
      "[profile one]\nrole_arn = arn:1\nsource_profile = default\n"
      "[profile two]\nrole_arn = arn:2\nsource_profile = one\n");
  int calls = 0;
  serve("https://sts.amazonaws.com", [&](const HttpRequest& request) {
    std::string by = "Credential=K" + std::to_string(calls++) + "/";
    EXPECT_NE(header(request, "Authorization").find(by), std::string::npos);
    EXPECT_EQ(header(request, "X-Amz-Security-Token"), calls == 1 ? "" : "t");
    return HttpAnswer{200, sts_answer("AssumeRole", "K" + std::to_string(calls))};
  });
  EXPECT_EQ(load("two"), "K2, the role arn:2");
}

TEST_F(ProfileSourceTest, AProfileMayNameItselfForItsOwnKeysOnly) {
  config(
      "[profile self]\nrole_arn = arn:1\nsource_profile = self\naws_access_key_id = K\n"
      "aws_secret_access_key = s\n[profile loop]\nrole_arn = arn:1\nsource_profile = loop\n");
  serve("https://sts.amazonaws.com", 200, sts_answer("AssumeRole", "R"));
  EXPECT_EQ(load("self"), "R, the role arn:1");
  EXPECT_EQ(load("loop"),
            "the profile 'loop' in ~/.aws/config has source_profile = loop, which "
            "leads in a circle: loop -> loop");
}

TEST_F(ProfileSourceTest, CirclesAndWrongReferencesAreRefused) {
  config(
      "[profile a]\nrole_arn = 1\nsource_profile = b\n"
      "[profile b]\nrole_arn = 2\nsource_profile = c\n"
      "[profile c]\nrole_arn = 3\nsource_profile = a\n"
      "[profile gone]\nrole_arn = 4\nsource_profile = x\n"
      "[profile empty]\nrole_arn = 5\nsource_profile = nothing\n[profile nothing]\nregion = r\n"
      "[profile both]\nrole_arn = 6\nsource_profile = a\ncredential_source = Environment\n"
      "[profile neither]\nrole_arn = 7\n"
      "[profile place]\nrole_arn = 8\ncredential_source = Moon\n"
      "[profile env]\nrole_arn = 9\ncredential_source = Environment\n");
  std::string in = " in ~/.aws/config has ";
  EXPECT_EQ(load("a"), "the profile 'c'" + in +
                           "source_profile = a, which leads in a circle: a -> b -> c -> a");
  EXPECT_EQ(load("gone"), "the profile 'gone'" + in + "source_profile = x, which does not exist");
  EXPECT_EQ(load("empty"),
            "the profile 'empty'" + in + "source_profile = nothing, which has no credentials");
  EXPECT_EQ(load("both"), "the profile 'both'" + in +
                              "both source_profile and credential_source; remove one of them");
  EXPECT_EQ(load("neither"), "the profile 'neither'" + in +
                                 "role_arn, but neither source_profile nor credential_source");
  EXPECT_EQ(load("place"),
            "the profile 'place'" + in +
                "credential_source = Moon; it can be Environment, Ec2InstanceMetadata or "
                "EcsContainer");
  EXPECT_EQ(load("env"), "the profile 'env'" + in +
                             "credential_source = Environment, but there are no credentials");
}

TEST_F(ProfileSourceTest, ARoleFromTheEnvironmentsKeys) {
  config("[profile env]\nrole_arn = arn:1\ncredential_source = Environment\n");
  variables["AWS_ACCESS_KEY_ID"] = "E";
  variables["AWS_SECRET_ACCESS_KEY"] = "s";
  serve("https://sts.amazonaws.com", 200, sts_answer("AssumeRole", "R"));
  EXPECT_EQ(load("env"), "R, the role arn:1");
}

TEST_F(ProfileSourceTest, ACodeOfTheMfaDeviceIsAskedFor) {
  config(
      "[default]\naws_access_key_id = K\naws_secret_access_key = s\n"
      "[profile m]\nrole_arn = arn:1\nsource_profile = default\nmfa_serial = arn:mfa\n");
  EXPECT_EQ(load("m"),
            "the role arn:1 needs a code of the MFA device arn:mfa; give the client a "
            "callback that asks for it");
  mfa = [](const std::string& serial) -> Result<std::string> {
    EXPECT_EQ(serial, "arn:mfa");
    return std::string("123456");
  };
  serve("https://sts.amazonaws.com", 200, sts_answer("AssumeRole", "R"));
  EXPECT_EQ(load("m"), "R, the role arn:1");
  EXPECT_NE(requests[0].body.find("SerialNumber=arn%3Amfa&TokenCode=123456"), std::string::npos);
}

TEST_F(ProfileSourceTest, WhatTheTokenServiceRefusesIsSaid) {
  config(
      "[default]\naws_access_key_id = K\naws_secret_access_key = s\n"
      "[profile r]\nrole_arn = arn:1\nsource_profile = default\n");
  serve("https://sts.amazonaws.com", 403,
        "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>User is not "
        "authorized</Message></Error></ErrorResponse>");
  EXPECT_EQ(load("r"), "cannot assume the role arn:1: AccessDenied: User is not authorized");
  EXPECT_EQ(requests.size(), 1u);
}

TEST_F(ProfileSourceTest, AnUnreadableAnswerOfTheTokenServiceIsSaid) {
  config(
      "[default]\naws_access_key_id = K\naws_secret_access_key = s\n"
      "[profile r]\nrole_arn = arn:1\nsource_profile = default\n");
  serve("https://sts.amazonaws.com", 502, "<html>bad gateway");
  EXPECT_EQ(load("r"), "cannot assume the role arn:1: HTTP 502: <html>bad gateway");
  EXPECT_EQ(requests.size(), 3u);
}

TEST_F(ProfileSourceTest, WebIdentityReadsTheFileOfTheToken) {
  write("token", "jwt");
  variables["AWS_WEB_IDENTITY_TOKEN_FILE"] = home() + "/token";
  EXPECT_EQ(load("default"),
            "the profile 'default' in ~/.aws/config or the environment has a web "
            "identity token file and no role; set role_arn or AWS_ROLE_ARN");
  variables["AWS_ROLE_ARN"] = "arn:irsa";
  serve("https://sts.amazonaws.com", 200, sts_answer("AssumeRoleWithWebIdentity", "W"));
  EXPECT_EQ(load("default"), "W, the role arn:irsa");
  EXPECT_NE(requests[0].body.find("WebIdentityToken=jwt"), std::string::npos);
  EXPECT_NE(requests[0].body.find("RoleSessionName=magneto-session-1795867200"), std::string::npos);
}

class SsoTest : public ProfileSourceTest {
 protected:
  SsoTest() {
    config(
        "[sso-session corp]\nsso_start_url = https://corp.example\nsso_region = eu-west-1\n"
        "[profile new]\nsso_session = corp\nsso_account_id = 111\nsso_role_name = Dev/Ops\n"
        "[profile old]\nsso_start_url = https://old.example\nsso_region = us-east-1\n"
        "sso_account_id = 222\nsso_role_name = Admin\n");
    serve("https://portal.sso.eu-west-1.amazonaws.com/federation/credentials", 200, kAnswer);
    serve("https://portal.sso.us-east-1.amazonaws.com/federation/credentials", 200, kAnswer);
  }
  std::string cache(const std::string& key) const {
    return ".aws/sso/cache/" + hex_digest(DigestKind::kSha1, key) + ".json";
  }
  void token(const std::string& key, const std::string& expires, const std::string& more = {}) {
    write(cache(key), "{\"accessToken\":\"tok\",\"expiresAt\":\"" + expires + "\"" + more + "}");
  }

  static constexpr const char* kAnswer =
      "{\"roleCredentials\":{\"accessKeyId\":\"SSO\",\"secretAccessKey\":\"s\","
      "\"sessionToken\":\"t\",\"expiration\":1795870800000}}";
  static constexpr const char* kRegistration =
      ",\"refreshToken\":\"ref\",\"clientId\":\"cid\",\"clientSecret\":\"sec\","
      "\"registrationExpiresAt\":\"2027-01-01T00:00:00Z\"";
};

TEST_F(SsoTest, TheTokenOfTheLoginIsExchangedForTheRole) {
  token("corp", "2026-11-28T20:00:00Z");
  auto loaded = ProfileSource(surroundings(), "new", false).load();
  ASSERT_TRUE(loaded.ok()) << loaded.error().message();
  EXPECT_EQ((*loaded)->access_key, "SSO");
  EXPECT_EQ((*loaded)->account_id, "111");
  EXPECT_EQ((*loaded)->expires_ms, 1795870800000);
  EXPECT_TRUE(requests[0].url.ends_with("?role_name=Dev%2FOps&account_id=111"));
  EXPECT_EQ(header(requests[0], "x-amz-sso_bearer_token"), "tok");
}

TEST_F(SsoTest, TheOlderFormIsKeyedByTheUrl) {
  token("https://old.example", "2026-11-28T20:00:00UTC");
  EXPECT_EQ(load("old"), "SSO, SSO of the profile 'old'");
}

TEST_F(SsoTest, WithoutATokenOneMustLogIn) {
  EXPECT_EQ(load("new"), "SSO of the profile 'new': there is no token in " + home() + "/" +
                             cache("corp") + "; run `aws sso login --profile new`");
  token("https://old.example", "2026-11-28T11:00:00Z", kRegistration);
  EXPECT_EQ(load("old"),
            "SSO of the profile 'old': the token has expired; run `aws sso login --profile old`");
  write(cache("corp"), "{");
  EXPECT_TRUE(load("new").ends_with("cannot be read; run `aws sso login --profile new`"));
  EXPECT_TRUE(requests.empty());
}

TEST_F(SsoTest, ATokenAboutToExpireIsRefreshedAndWrittenBack) {
  token("corp", "2026-11-28T12:10:00Z", kRegistration);
  serve("https://oidc.eu-west-1.amazonaws.com/token", [](const HttpRequest& request) {
    EXPECT_EQ(request.body,
              "{\"clientId\":\"cid\",\"clientSecret\":\"sec\",\"grantType\":\"refresh_token\","
              "\"refreshToken\":\"ref\"}");
    return HttpAnswer{200,
                      "{\"accessToken\":\"fresh\",\"expiresIn\":28800,\"refreshToken\":\"ref2\"}"};
  });
  EXPECT_EQ(load("new"), "SSO, SSO of the profile 'new'");
  EXPECT_EQ(header(requests[1], "x-amz-sso_bearer_token"), "fresh");
  auto written = JsonMembers::parse(*read_text_file(home() + "/" + cache("corp")));
  ASSERT_TRUE(written);
  EXPECT_EQ(written->get("accessToken"), "fresh");
  EXPECT_EQ(written->get("refreshToken"), "ref2");
  EXPECT_EQ(written->get("expiresAt"), "2026-11-28T20:00:00Z");
  EXPECT_EQ(written->get("clientSecret"), "sec");
  auto mode = std::filesystem::status(home() + "/" + cache("corp")).permissions();
  EXPECT_EQ(mode, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(SsoTest, ARefusedRefreshUsesTheTokenWhileItLasts) {
  token("corp", "2026-11-28T12:10:00Z", kRegistration);
  serve("https://oidc.eu-west-1.amazonaws.com/token", 400, "{\"error\":\"invalid_grant\"}");
  EXPECT_EQ(load("new"), "SSO, SSO of the profile 'new'");
  EXPECT_EQ(header(requests.back(), "x-amz-sso_bearer_token"), "tok");
  clock.ms += 3600'000;
  EXPECT_EQ(load("new"),
            "SSO of the profile 'new': the token has expired; run `aws sso login --profile new`");
}

TEST_F(SsoTest, WrongConfigurationsAreNamed) {
  config(
      "[sso-session s]\nsso_region = r\n"
      "[profile a]\nsso_account_id = 1\n"
      "[profile b]\nsso_session = s\nsso_account_id = 1\nsso_role_name = r\n"
      "[profile c]\nsso_session = gone\nsso_account_id = 1\n"
      "[profile d]\nsso_session = s\nsso_account_id = 1\nsso_region = other\n");
  std::string in = " in ~/.aws/config ";
  EXPECT_EQ(load("a"), "the profile 'a'" + in +
                           "uses SSO and has no sso_role_name, sso_start_url, sso_region");
  EXPECT_EQ(load("b"), "the profile 'b'" + in + "uses SSO and has no sso_start_url");
  EXPECT_EQ(load("c"),
            "the profile 'c'" + in + "names the sso-session 'gone', which does not exist");
  EXPECT_EQ(load("d"),
            "the profile 'd'" + in + "and its sso-session 's' have different values of sso_region");
}

class ChainTest : public ProfileSourceTest {};

TEST_F(ChainTest, TheEnvironmentComesFirstUnlessAProfileIsGiven) {
  credentials_file(
      "[default]\naws_access_key_id = F\naws_secret_access_key = s\n"
      "[p]\naws_access_key_id = P\naws_secret_access_key = s\n");
  EXPECT_EQ(chain(), "F, the profile 'default' in ~/.aws/credentials");
  variables["AWS_PROFILE"] = "p";
  EXPECT_EQ(chain(), "P, the profile 'p' in ~/.aws/credentials");
  variables["AWS_ACCESS_KEY_ID"] = "E";
  variables["AWS_SECRET_ACCESS_KEY"] = "s";
  EXPECT_EQ(chain(), "E, the environment");
  EXPECT_EQ(chain("default"), "F, the profile 'default' in ~/.aws/credentials");
}

TEST_F(ChainTest, AProfileThatIsNamedMustExist) {
  credentials_file("[a]\n[b]\n");
  variables["AWS_PROFILE"] = "c";
  EXPECT_EQ(chain(),
            "there is no profile 'c' in ~/.aws/config or ~/.aws/credentials; there are: "
            "a, b");
}

TEST_F(ChainTest, NothingAnywhereListsWhatWasTried) {
  variables["AWS_EC2_METADATA_DISABLED"] = "true";
  auto chain = default_chain(surroundings());
  EXPECT_EQ(shown(chain->load()), "nothing");
  EXPECT_EQ(chain->remark(),
            "the environment: nothing; the profile 'default': nothing; GitHub's identity token: "
            "nothing; the container's service: nothing; the instance's metadata: turned off by "
            "AWS_EC2_METADATA_DISABLED");
}

TEST_F(ChainTest, TheSourceThatGaveCredentialsIsKept) {
  variables["AWS_EC2_METADATA_DISABLED"] = "true";
  credentials_file("[default]\naws_access_key_id = F\naws_secret_access_key = s\n");
  auto chain = default_chain(surroundings());
  EXPECT_EQ(shown(chain->load()), "F, the profile 'default' in ~/.aws/credentials");
  credentials_file("");
  EXPECT_EQ(shown(chain->load()), "the profile 'default' gave credentials before and has none now");
}

TEST_F(ChainTest, AProgramsRoleIsAssumedWithTheChain) {
  variables["AWS_ACCESS_KEY_ID"] = "E";
  variables["AWS_SECRET_ACCESS_KEY"] = "s";
  variables["AWS_REGION"] = "cn-north-1";
  serve("https://sts.cn-north-1.amazonaws.com.cn", 200, sts_answer("AssumeRole", "R"));
  AssumeRole role;
  role.role_arn = "arn:r";
  role.policy = "{}";
  auto made = surroundings();
  EXPECT_EQ(shown(assume_role_source(made, default_chain(made), role)->load()),
            "R, the role arn:r");
  EXPECT_NE(requests[0].body.find("Policy=%7B%7D"), std::string::npos);
}

TEST_F(ChainTest, AProgramsRoleIsAssumedWithTheProfileThatItNames) {
  config("[profile p]\naws_access_key_id = P\naws_secret_access_key = s\nregion = eu-north-1\n");
  serve("https://sts.eu-north-1.amazonaws.com", [](const HttpRequest& request) {
    EXPECT_NE(header(request, "Authorization").find("Credential=P/"), std::string::npos);
    return HttpAnswer{200, sts_answer("AssumeRole", "R")};
  });
  AssumeRole role;
  role.role_arn = "arn:r";
  auto made = surroundings();
  EXPECT_EQ(shown(assume_role_source(made, default_chain(made, "p"), role, "p")->load()),
            "R, the role arn:r");
}

}  // namespace
}  // namespace magneto::internal::credentials
