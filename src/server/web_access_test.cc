// SPDX-License-Identifier: Apache-2.0
#include "server/web_access.h"

#include <gtest/gtest.h>

namespace magneto::internal::server {
namespace {

TEST(WebAccess, HostsThatNoStrangerCanOwnAreFine) {
  WebAccess access({});
  for (const char* host :
       {"localhost", "localhost:8000", "LOCALHOST:8000", "localhost.", "127.0.0.1:8000",
        "127.8.9.1", "[::1]:8000", "[::1]", "app.localhost:8000", "192.168.1.7:8000",
        "[2001:db8::1]:80", "dynamodb", "dynamodb:8000", "dynamo_db-1:8000",
        "host.docker.internal:8000", "dynamodb.us-east-1.amazonaws.com",
        "streams.dynamodb.us-east-1.amazonaws.com", "123456789012.ddb.us-east-1.amazonaws.com"}) {
    EXPECT_TRUE(access.allows_host(host)) << host;
  }
}

TEST(WebAccess, NamesOfStrangersAreNot) {
  WebAccess access({});
  for (const char* host :
       {"evil.example", "evil.example:8000", "127.0.0.1.evil.example", "localhost.evil.example",
        "notlocalhost.example", "1.2.3.4.5", "dynamodb.evil.example", "bucket.s3.amazonaws.com",
        "dynamodb.amazonaws.com.evil.example", "[evil.example]"}) {
    EXPECT_FALSE(access.allows_host(host)) << host;
  }
}

TEST(WebAccess, HostsCanBeAllowed) {
  WebAccess access({.origins = {}, .hosts = {"DB.example", ".svc.cluster.local"}});
  EXPECT_TRUE(access.allows_host("db.example:8000"));
  EXPECT_TRUE(access.allows_host("dynamodb.test.svc.cluster.local"));
  EXPECT_FALSE(access.allows_host("other.db.example"));
  EXPECT_FALSE(access.allows_host("evilsvc.cluster.local"));
  EXPECT_TRUE(WebAccess({.origins = {}, .hosts = {"*"}}).allows_host("evil.example"));
  EXPECT_TRUE(
      WebAccess({.origins = {}, .hosts = {}, .check_hosts = false}).allows_host("evil.example"));
}

TEST(WebAccess, PagesOfThisMachineMay) {
  WebAccess access({});
  for (const char* origin : {"http://localhost:3000", "https://localhost", "http://127.0.0.1:5173",
                             "http://[::1]:80", "HTTP://App.LocalHost:3000"}) {
    EXPECT_TRUE(access.allows_origin(origin, "localhost:8000")) << origin;
  }
  EXPECT_TRUE(access.allows_origin("http://dynamodb:8000", "dynamodb:8000"));
}

TEST(WebAccess, OtherPagesMayNot) {
  WebAccess access({});
  for (const char* origin :
       {"http://example.com", "https://localhost.example.com", "null", "file://", "",
        "http://dynamodb:8001", "chrome-extension://abc", "http://192.168.1.7"}) {
    EXPECT_FALSE(access.allows_origin(origin, "dynamodb:8000")) << origin;
  }
}

TEST(WebAccess, PagesCanBeAllowed) {
  WebAccess access({.origins = {"https://app.example/", "null"}, .hosts = {}});
  EXPECT_TRUE(access.allows_origin("https://app.example", "localhost"));
  EXPECT_TRUE(access.allows_origin("https://APP.example", "localhost"));
  EXPECT_TRUE(access.allows_origin("null", "localhost"));
  EXPECT_FALSE(access.allows_origin("http://app.example", "localhost"));
  EXPECT_FALSE(access.allows_origin("https://app.example:444", "localhost"));
  EXPECT_TRUE(WebAccess({.origins = {"*"}, .hosts = {}}).allows_origin("http://x.example", ""));
}

TEST(WebAccess, SaysWhichFlagWouldHelp) {
  http::Request request;
  request.headers = {{"Host", "db.example:8000"}, {"Origin", "http://page.example"}};
  WebAccess access({});
  EXPECT_EQ(access.judge(request), WebAccess::Verdict::kForeignHost);
  EXPECT_NE(WebAccess::explain(WebAccess::Verdict::kForeignHost, request)
                .find("--allowed-host db.example if"),
            std::string::npos);
  WebAccess open({.origins = {}, .hosts = {"db.example"}});
  EXPECT_EQ(open.judge(request), WebAccess::Verdict::kForeignOrigin);
  EXPECT_NE(WebAccess::explain(WebAccess::Verdict::kForeignOrigin, request)
                .find("--cors http://page.example to"),
            std::string::npos);
}

TEST(WebAccess, AnAbsoluteTargetStandsForTheHost) {
  http::Request request;
  request.headers = {{"Host", "localhost"}};
  request.absolute_authority = "evil.example";
  EXPECT_EQ(WebAccess({}).judge(request), WebAccess::Verdict::kForeignHost);
}

}  // namespace
}  // namespace magneto::internal::server
