// SPDX-License-Identifier: Apache-2.0
#include "transport/proxies.h"

#include <gtest/gtest.h>

namespace magneto::internal::transport {
namespace {

/// "http://proxy:3128" of the proxy through which `url` is reached; empty: directly.
std::string way_to(const std::string& url, profile::Environment::Variables variables) {
  const auto proxies = Proxies::make({.url = Proxies::kOfEnvironment},
                                     profile::Environment::of(std::move(variables)));
  if (!proxies) return proxies.error().message();
  const Proxy* proxy = proxies->find(parse_url(url)->origin);
  return proxy ? proxy->origin.text() : std::string();
}

constexpr const char* kAmazon = "https://dynamodb.eu-west-1.amazonaws.com";

TEST(Proxies, OfTheEnvironmentAreChosenByTheScheme) {
  const profile::Environment::Variables both = {{"HTTP_PROXY", "http://plain:3128"},
                                                {"HTTPS_PROXY", "http://secure:3128"}};
  EXPECT_EQ(way_to(kAmazon, both), "http://secure:3128");
  EXPECT_EQ(way_to("http://db.example:8000", both), "http://plain:3128");
  EXPECT_EQ(way_to(kAmazon, {{"HTTP_PROXY", "http://plain:3128"}}), "");
  EXPECT_EQ(way_to(kAmazon, {}), "");
  EXPECT_EQ(way_to(kAmazon, {{"HTTPS_PROXY", "proxy:8080"}}), "http://proxy:8080");
}

TEST(Proxies, NamesInLowerCaseCountFirstAlsoWhenTheyAreEmpty) {
  EXPECT_EQ(way_to(kAmazon, {{"HTTPS_PROXY", "http://upper:1"}, {"https_proxy", "http://lower:1"}}),
            "http://lower:1");
  EXPECT_EQ(way_to(kAmazon, {{"HTTPS_PROXY", "http://upper:1"}, {"https_proxy", ""}}), "");
}

TEST(Proxies, WhatNoProxyNamesIsReachedDirectly) {
  const auto reached = [](const std::string& url, const std::string& no_proxy) {
    return way_to(url, {{"HTTPS_PROXY", "http://proxy:1"}, {"NO_PROXY", no_proxy}});
  };
  EXPECT_EQ(reached(kAmazon, "*"), "");
  EXPECT_EQ(reached(kAmazon, "amazonaws.com"), "");
  EXPECT_EQ(reached(kAmazon, "other.example, .AmazonAWS.com"), "");
  EXPECT_EQ(reached(kAmazon, "dynamodb.eu-west-1.amazonaws.com:443"), "");
  EXPECT_EQ(reached(kAmazon, "dynamodb.eu-west-1.amazonaws.com:8443"), "http://proxy:1");
  EXPECT_EQ(reached(kAmazon, "zonaws.com"), "http://proxy:1");
  EXPECT_EQ(reached(kAmazon, "eu-west-1"), "http://proxy:1");
  EXPECT_EQ(reached(kAmazon, ",,"), "http://proxy:1");
}

TEST(Proxies, OfTheEnvironmentAreNotAskedForThisMachine) {
  const profile::Environment::Variables both = {{"HTTP_PROXY", "http://proxy:1"},
                                                {"HTTPS_PROXY", "http://proxy:1"}};
  for (const char* url : {"http://localhost:8000", "http://127.0.0.1:8000", "https://[::1]:8000",
                          "http://tables.localhost", "unix:/run/magneto.sock"}) {
    EXPECT_EQ(way_to(url, both), "") << url;
  }
}

TEST(Proxies, OfTheOptionsCountBeforeTheEnvironment) {
  const auto environment =
      profile::Environment::of({{"HTTPS_PROXY", "http://environment:1"}, {"NO_PROXY", "*"}});
  const auto given = Proxies::make({.url = "http://me:p%40ss@given:1"}, environment);
  ASSERT_TRUE(given);
  const Proxy* proxy = given->find(parse_url(kAmazon)->origin);
  ASSERT_NE(proxy, nullptr);
  EXPECT_EQ(proxy->origin.host, "given");
  EXPECT_EQ(proxy->authorization, "Proxy-Authorization: Basic bWU6cEBzcw==\r\n");
  const auto none = Proxies::make({}, environment);
  ASSERT_TRUE(none);
  EXPECT_EQ(none->find(parse_url(kAmazon)->origin), nullptr);
}

TEST(Proxies, AVariableThatIsNoUrlIsNamed) {
  EXPECT_NE(way_to(kAmazon, {{"HTTPS_PROXY", "ftp://proxy:1"}}).find("HTTPS_PROXY"),
            std::string::npos);
}

}  // namespace
}  // namespace magneto::internal::transport
