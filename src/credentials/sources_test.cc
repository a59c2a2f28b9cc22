// SPDX-License-Identifier: Apache-2.0
//
// The sources beside profiles: environment, container, instance, GitHub, processes, and the texts
// they read.
#include <gtest/gtest.h>

#include "credentials/container_source.h"
#include "credentials/environment_source.h"
#include "credentials/instance_source.h"
#include "credentials/process.h"
#include "credentials/sts.h"
#include "credentials/test_surroundings.h"
#include "credentials/time_text.h"
#include "credentials/web_identity.h"
#include "credentials/xml_texts.h"

namespace magneto::internal::credentials {
namespace {

using Environment = profile::Environment;

TEST(TimeText, ReadsTheFormsThatToolsWrite) {
  constexpr std::int64_t kNoon = 1'795'867'200'000;
  EXPECT_EQ(parse_time_text("2026-11-28T12:00:00Z"), kNoon);
  EXPECT_EQ(parse_time_text("2026-11-28T12:00:00.123456Z"), kNoon + 123);
  EXPECT_EQ(parse_time_text("2026-11-28T13:30:00+01:30"), kNoon);
  EXPECT_EQ(parse_time_text("2026-11-28T12:00:00UTC"), kNoon);
  EXPECT_EQ(parse_time_text("2026-11-28 12:00:00+00:00"), kNoon);
  for (const char* wrong : {"", "2026-11-28", "2026-02-30T12:00:00Z", "2026-11-28T12:00:00X",
                            "2026-11-28T12:00:00+1:00", "2026-11-28T25:00:00Z"})
    EXPECT_EQ(parse_time_text(wrong), std::nullopt) << wrong;
  EXPECT_EQ(time_text(kNoon + 999), "2026-11-28T12:00:00Z");
}

TEST(XmlTexts, FindsTextsByTheirPath) {
  auto texts = XmlTexts::parse(
      "<?xml version=\"1.0\"?><a:r xmlns:a=\"x\"><b><c> 1 &lt;&#50; </c></b><c>3</c><b><c>4</c></b>"
      "</a:r>");
  ASSERT_TRUE(texts);
  EXPECT_EQ(texts->get("b/c"), " 1 <2 ");
  EXPECT_EQ(texts->get("r/c"), "3");
  EXPECT_EQ(texts->get("d"), "");
}

TEST(XmlTexts, RefusesWhatIsNoSmallDocument) {
  EXPECT_FALSE(XmlTexts::parse(""));
  EXPECT_FALSE(XmlTexts::parse("<html><p></html>"));
  EXPECT_FALSE(XmlTexts::parse("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>"));
  std::string deep;
  for (int i = 0; i < 40; ++i) deep += "<a>";
  for (int i = 0; i < 40; ++i) deep += "</a>";
  EXPECT_FALSE(XmlTexts::parse(deep));
}

class SourcesTest : public SurroundingsTest {
 protected:
  std::string environment() { return shown(EnvironmentSource(Environment::of(variables)).load()); }
  std::string container() { return shown(ContainerSource(surroundings()).load()); }
  std::string instance() { return shown(InstanceSource(surroundings()).load()); }

  static constexpr const char* kDocument =
      "{\"AccessKeyId\":\"AK\",\"SecretAccessKey\":\"S\",\"Token\":\"T\","
      "\"Expiration\":\"2026-11-28T18:00:00Z\",\"AccountId\":\"123456789012\",\"Code\":"
      "\"Success\"}";
};

TEST_F(SourcesTest, TheEnvironment) {
  EXPECT_EQ(environment(), "nothing");
  variables["AWS_ACCESS_KEY_ID"] = "AK";
  EXPECT_EQ(environment(),
            "AWS_ACCESS_KEY_ID is set in the environment, but AWS_SECRET_ACCESS_KEY is not; set "
            "both or neither");
  variables["AWS_SECRET_ACCESS_KEY"] = "S";
  variables["AWS_SESSION_TOKEN"] = "T";
  variables["AWS_ACCOUNT_ID"] = "1";
  variables["AWS_CREDENTIAL_EXPIRATION"] = "2026-11-28T12:00:00Z";
  auto loaded = EnvironmentSource(Environment::of(variables)).load();
  ASSERT_TRUE(loaded.ok());
  EXPECT_EQ((*loaded)->session_token, "T");
  EXPECT_EQ((*loaded)->account_id, "1");
  EXPECT_EQ((*loaded)->expires_ms, clock.ms);
  variables["AWS_CREDENTIAL_EXPIRATION"] = "soon";
  EXPECT_EQ(
      environment(),
      "AWS_CREDENTIAL_EXPIRATION is \"soon\", which is no time like \"2026-11-28T12:00:00Z\"");
}

TEST_F(SourcesTest, AContainerOfEcs) {
  EXPECT_EQ(container(), "nothing");
  variables["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] = "/v2/credentials/x";
  serve("http://169.254.170.2/v2/credentials/x", 200, kDocument);
  EXPECT_EQ(container(), "AK, the container's service");
  EXPECT_TRUE(requests[0].direct);
  EXPECT_EQ(requests[0].timeout, std::chrono::seconds(2));
}

TEST_F(SourcesTest, PodIdentityOfEksSendsTheTokenOfTheFile) {
  write("token", "pod-token");
  variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://169.254.170.23/v1/credentials";
  variables["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = home() + "/token";
  variables["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "not this";
  serve("http://169.254.170.23/v1/credentials", 200, kDocument);
  EXPECT_EQ(container(), "AK, the container's service");
  EXPECT_EQ(header(requests[0], "Authorization"), "pod-token");
  write("token", "two\nlines");
  EXPECT_EQ(container(), "the container's service: the authorization token has a line end in it");
  variables["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = "/gone";
  EXPECT_EQ(container(),
            "the container's service: cannot read /gone, which "
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE names");
}

TEST_F(SourcesTest, NoTokenGoesToAnotherHostInClearText) {
  for (const char* allowed :
       {"http://localhost:1/c", "http://127.0.0.9/c", "http://[::1]:9/c", "https://any.host/c",
        "http://169.254.170.2/c", "http://[fd00:ec2::23]/c"}) {
    variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = allowed;
    EXPECT_TRUE(container().ends_with("nobody listens")) << allowed << ": " << container();
  }
  std::size_t before = requests.size();
  for (const char* refused : {"http://any.host/c", "http://169.254.169.254/c", "http://127.a.b/c",
                              "http://localhost@evil/c", "ftp://localhost/c", "localhost/c"}) {
    variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = refused;
    EXPECT_NE(container().find("it must be HTTPS, a loopback address"), std::string::npos)
        << refused;
  }
  EXPECT_EQ(requests.size(), before);
}

TEST_F(SourcesTest, AContainersServiceIsAskedThreeTimes) {
  variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://localhost/c";
  int asked = 0;
  serve("http://localhost/c", [&](const HttpRequest&) {
    return ++asked < 3 ? HttpAnswer{500, "busy"} : HttpAnswer{200, kDocument};
  });
  EXPECT_EQ(container(), "AK, the container's service");
  EXPECT_EQ(sleeper.sleeps, 2);
  asked = -100;
  EXPECT_EQ(container(), "the container's service: http://localhost/c answered HTTP 500: busy");
}

TEST_F(SourcesTest, AnInstancesRoleByAToken) {
  serve("http://169.254.169.254/latest/api/token", [](const HttpRequest& request) {
    return request.method == "PUT" ? HttpAnswer{200, "imds-token"} : HttpAnswer{405, ""};
  });
  serve("http://169.254.169.254/latest/meta-data/iam/security-credentials/",
        [](const HttpRequest& request) {
          if (header(request, "X-aws-ec2-metadata-token") != "imds-token")
            return HttpAnswer{401, ""};
          return HttpAnswer{200, request.url.ends_with('/') ? "my-role" : kDocument};
        });
  EXPECT_EQ(instance(), "AK, the instance's metadata");
  ASSERT_EQ(requests.size(), 3u);
  EXPECT_EQ(header(requests[0], "X-aws-ec2-metadata-token-ttl-seconds"), "21600");
  EXPECT_EQ(requests[0].timeout, std::chrono::seconds(1));
  EXPECT_TRUE(requests[2].url.ends_with("/my-role"));
  EXPECT_TRUE(requests[2].direct);
}

TEST_F(SourcesTest, WithoutAnInstanceThereIsNothingAndARemark) {
  InstanceSource source(surroundings());
  EXPECT_EQ(shown(source.load()), "nothing");
  EXPECT_NE(source.remark().find("hop limit"), std::string::npos);
  EXPECT_EQ(requests.size(), 1u);
}

TEST_F(SourcesTest, TheInstancesMetadataCanBeTurnedOffAndMoved) {
  variables["AWS_EC2_METADATA_DISABLED"] = "True";
  EXPECT_EQ(instance(), "nothing");
  EXPECT_TRUE(requests.empty());
  variables["AWS_EC2_METADATA_DISABLED"] = "false";
  variables["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"] = "ipv6";
  instance();
  EXPECT_TRUE(requests.back().url.starts_with("http://[fd00:ec2::254]/latest"));
  variables["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = "http://localhost:1338/";
  variables["AWS_METADATA_SERVICE_TIMEOUT"] = "5";
  variables["AWS_METADATA_SERVICE_NUM_ATTEMPTS"] = "2";
  requests.clear();
  instance();
  EXPECT_EQ(requests.size(), 2u);
  EXPECT_EQ(requests[0].url, "http://localhost:1338/latest/api/token");
  EXPECT_EQ(requests[0].timeout, std::chrono::seconds(5));
}

TEST_F(SourcesTest, StaleCredentialsOfAnInstanceAreUsedForSomeMinutesMore) {
  variables["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = "http://localhost";
  serve("http://localhost/latest/api/token", 200, "t");
  serve("http://localhost/latest", [](const HttpRequest& request) {
    return HttpAnswer{200, request.url.ends_with('/') ? "my-role" : kDocument};
  });
  clock.ms += 24LL * 3600 * 1000;
  auto loaded = InstanceSource(surroundings()).load();
  ASSERT_TRUE(loaded.ok() && *loaded);
  EXPECT_GE(*(*loaded)->expires_ms, clock.ms + 17 * 60'000);
  EXPECT_LE(*(*loaded)->expires_ms, clock.ms + 25 * 60'000);
}

TEST_F(SourcesTest, AnInstanceThatMayNotAssumeItsRoleSaysSo) {
  variables["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = "http://localhost";
  serve("http://localhost/latest/api/token", 200, "t");
  serve("http://localhost/latest", [](const HttpRequest& request) {
    return HttpAnswer{200, request.url.ends_with('/')
                               ? "my-role"
                               : "{\"Code\":\"AssumeRoleUnauthorizedAccess\",\"Message\":\"no\"}"};
  });
  InstanceSource source(surroundings());
  EXPECT_EQ(shown(source.load()), "nothing");
  EXPECT_EQ(source.remark(), "AssumeRoleUnauthorizedAccess: no");
}

TEST_F(SourcesTest, GithubsTokenAssumesTheRole) {
  EXPECT_EQ(shown(GithubSource(surroundings()).load()), "nothing");
  variables["ACTIONS_ID_TOKEN_REQUEST_URL"] = "https://github.example/token?api=1";
  variables["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] = "bearer-token";
  variables["AWS_ROLE_ARN"] = "arn:aws:iam::123456789012:role/r";
  serve("https://github.example/token", 200, "{\"value\":\"a.jwt\"}");
  serve("https://sts.amazonaws.com", 200, sts_answer("AssumeRoleWithWebIdentity", "AK"));
  EXPECT_EQ(shown(GithubSource(surroundings()).load()),
            "AK, the role arn:aws:iam::123456789012:role/r");
  EXPECT_EQ(requests[0].url, "https://github.example/token?api=1&audience=sts.amazonaws.com");
  EXPECT_EQ(header(requests[0], "Authorization"), "bearer bearer-token");
  EXPECT_NE(requests[1].body.find("WebIdentityToken=a.jwt"), std::string::npos);
  EXPECT_EQ(header(requests[1], "Authorization"), "");
}

std::string run(const std::string& command) {
  auto credentials = run_credential_process(command, "it");
  if (!credentials.ok()) return credentials.error().message();
  return credentials->access_key + " " + credentials->secret_key + " " + credentials->session_token;
}

TEST(Process, PrintsCredentials) {
  EXPECT_EQ(run("printf '{\"Version\": 1, \"AccessKeyId\": \"%s\", \"SecretAccessKey\": \"S\", "
                "\"SessionToken\": \"T\"}' 'A K'"),
            "A K S T");
}

TEST(Process, FailuresSayWhatHappened) {
  EXPECT_EQ(run("sh -c 'echo no such user >&2; exit 3'"),
            "it: its credential_process sh ended with status 3: no such user ");
  EXPECT_EQ(run("/no/such/program"), "it: cannot run /no/such/program: No such file or directory");
  EXPECT_EQ(run("echo hello"),
            "it: its credential_process printed something other than a JSON object");
  EXPECT_EQ(run("echo '{\"Version\": 2}'"),
            "it: its credential_process printed \"Version\": \"2\"; only 1 is known");
  EXPECT_EQ(run("echo '{\"Version\": 1, \"AccessKeyId\": \"A\"}'"),
            "it: the answer has no SecretAccessKey");
  EXPECT_EQ(
      run("an 'open quote"),
      "it: its credential_process is not a command: a quote is not closed, or nothing is there");
}

TEST(Process, ReadsLargeOutputsOnBothSides) {
  auto output = run_program(
      {"sh", "-c", "head -c 300000 /dev/zero; head -c 300000 /dev/zero >&2; kill -9 $$"});
  ASSERT_TRUE(output.ok());
  EXPECT_EQ(output->out.size(), 300'000u);
  EXPECT_EQ(output->error.size(), 300'000u);
  EXPECT_EQ(output->exit_status, -9);
}

TEST_F(SourcesTest, MessagesLeaveKeysOutOfAnErrorThatRepeatsTheRequest) {
  variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://127.0.0.1/credentials";
  serve("http://127.0.0.1/", 403,
        "refused: Authorization: Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9");
  EXPECT_EQ(container(),
            "the container's service: http://127.0.0.1/credentials answered HTTP 403: refused: "
            "Authorization: Bearer [...]");
}

// What answers with a status of success may have keys in it, however little of it was expected.
TEST_F(SourcesTest, MessagesTellNothingOfABodyThatMayHaveKeys) {
  variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://127.0.0.1/credentials";
  serve("http://127.0.0.1/", 200, R"({"AccessKeyId":"A","SecretAccessKey":"hidden",)");
  EXPECT_EQ(container(),
            "the container's service: http://127.0.0.1/credentials answered HTTP 200 with a body "
            "that is not what was asked for");
  for (const std::string body :
       {"<Credentials><SecretAccessKey>hidden</SecretAccessKey></Credentials>",
        "<Credentials><SecretAccessKey>hidden"}) {
    const auto read = read_sts_answer({200, body}, "role");
    ASSERT_FALSE(read.ok());
    EXPECT_EQ(read.error().message().find("hidden"), std::string::npos) << read.error().message();
  }
}

}  // namespace
}  // namespace magneto::internal::credentials
