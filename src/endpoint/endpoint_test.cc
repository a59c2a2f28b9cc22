// SPDX-License-Identifier: Apache-2.0
//
// Rules are compared with botocore's own in tests/access/test_endpoints.py; here are those that
// people ask for, and where the settings come from.
#include <gtest/gtest.h>

#include "endpoint/configuration.h"
#include "endpoint/rule_functions.h"

namespace magneto::internal::endpoint {
namespace {

using profile::Environment;
using profile::SharedConfig;

std::string url_of(const Parameters& parameters) {
  auto endpoint = resolve(parameters);
  return endpoint.ok() ? endpoint->url : endpoint.error().message();
}

Parameters in(std::string region) {
  Parameters parameters;
  parameters.region = std::move(region);
  return parameters;
}

TEST(Rules, ARegionHasAnEndpointInItsPartition) {
  EXPECT_EQ(url_of(in("eu-central-1")), "https://dynamodb.eu-central-1.amazonaws.com");
  EXPECT_EQ(url_of(in("cn-north-1")), "https://dynamodb.cn-north-1.amazonaws.com.cn");
  EXPECT_EQ(url_of(in("us-iso-east-1")), "https://dynamodb.us-iso-east-1.c2s.ic.gov");
  // Unknown to the file of partitions, but named like one of a partition.
  EXPECT_EQ(url_of(in("eusc-de-west-9")), "https://dynamodb.eusc-de-west-9.amazonaws.eu");
  EXPECT_EQ(url_of(in("mars")), "https://dynamodb.mars.amazonaws.com");
  EXPECT_EQ(url_of({}), "Invalid Configuration: Missing Region");
}

TEST(Rules, TheRegionLocalIsTheLocalServer) {
  auto endpoint = resolve(in("local"));
  ASSERT_TRUE(endpoint.ok());
  EXPECT_EQ(endpoint->url, "http://localhost:8000");
  EXPECT_EQ(endpoint->signing_region, "us-east-1");
}

TEST(Rules, FipsAndDualStack) {
  Parameters parameters = in("us-east-1");
  parameters.use_fips = true;
  EXPECT_EQ(url_of(parameters), "https://dynamodb-fips.us-east-1.amazonaws.com");
  parameters.use_dual_stack = true;
  EXPECT_EQ(url_of(parameters), "https://dynamodb-fips.us-east-1.api.aws");
  parameters.use_fips = false;
  EXPECT_EQ(url_of(parameters), "https://dynamodb.us-east-1.api.aws");
  parameters.endpoint = "http://localhost:1";
  EXPECT_EQ(url_of(parameters),
            "Invalid Configuration: Dualstack and custom endpoint are not supported");
}

TEST(Rules, AnAccountHasAHostOfItsOwn) {
  Parameters parameters = in("us-east-1");
  parameters.account_id_endpoint_mode = "preferred";
  parameters.account_id = "123456789012";
  EXPECT_EQ(url_of(parameters), "https://123456789012.ddb.us-east-1.amazonaws.com");
  parameters.resource_arn = "arn:aws:dynamodb:us-east-1:999999999999:table/T";
  EXPECT_EQ(url_of(parameters), "https://999999999999.ddb.us-east-1.amazonaws.com");
  parameters.account_id_endpoint_mode = "disabled";
  EXPECT_EQ(url_of(parameters), "https://dynamodb.us-east-1.amazonaws.com");
  parameters.account_id_endpoint_mode = "required";
  parameters.resource_arn.reset();
  parameters.account_id.reset();
  EXPECT_EQ(url_of(parameters),
            "AccountIdEndpointMode is required but no AccountID was provided or able to be loaded");
}

TEST(Rules, TheSigningRegionIsTheRegionAlsoBehindACustomEndpoint) {
  Parameters parameters = in("eu-west-1");
  parameters.endpoint = "https://proxy.example/ddb";
  EXPECT_EQ(resolve(parameters)->url, "https://proxy.example/ddb");
  EXPECT_EQ(resolve(parameters)->signing_region, "eu-west-1");
}

TEST(RuleFunctions, HostLabels) {
  EXPECT_TRUE(is_valid_host_label("a-1"));
  for (const char* wrong : {"", "-a", "a-", "a.b", "a_b", "a b"})
    EXPECT_FALSE(is_valid_host_label(wrong)) << wrong;
  EXPECT_TRUE(is_valid_host_label(std::string(63, 'a')));
  EXPECT_FALSE(is_valid_host_label(std::string(64, 'a')));
}

TEST(RuleFunctions, Urls) {
  EXPECT_EQ(parse_url("HTTPS://u:p@[::1]:8000/x")->authority, "u:p@[::1]:8000");
  EXPECT_EQ(parse_url("http://h")->authority, "h");
  for (const char* wrong :
       {"h", "ftp://h", "http://h?q=1", "http://h:port", "http://h:70000", "http://h h"})
    EXPECT_FALSE(parse_url(wrong)) << wrong;
}

TEST(RuleFunctions, Arns) {
  auto arn = parse_arn("arn:aws:dynamodb:us-east-1:1:table/a:b");
  ASSERT_TRUE(arn);
  EXPECT_EQ(arn->account_id, "1");
  EXPECT_EQ(arn->resource, "table/a:b");
  for (const char* wrong :
       {"", "T", "arn:aws:dynamodb:r:1", "arn:aws:dynamodb:r:1:", "arn::d:r:1:t"})
    EXPECT_FALSE(parse_arn(wrong)) << wrong;
}

struct ConfigureTest : testing::Test {
  Result<Configuration> configured(Environment::Variables variables, std::string_view file = {},
                                   const Given& given = {}) {
    auto config = SharedConfig::parse(file, {});
    EXPECT_TRUE(config.ok());
    return configure(given, Environment::of(std::move(variables)), *config,
                     config->profile("default"));
  }
  std::string endpoint(Environment::Variables variables, std::string_view file = {}) {
    auto made = configured(std::move(variables), file);
    return made.ok() ? made->endpoint.value_or("none") : made.error().message();
  }
};

constexpr std::string_view kFile =
    "[default]\nregion = eu-west-1\nendpoint_url = http://all:1\nservices = s\n"
    "[services s]\ndynamodb =\n  endpoint_url = http://one:2\n";

TEST_F(ConfigureTest, TheRegionIsTheProgramsThenTheEnvironmentsThenTheProfiles) {
  EXPECT_EQ(configured({}, kFile)->region, "eu-west-1");
  EXPECT_EQ(configured({{"AWS_DEFAULT_REGION", "a"}}, kFile)->region, "a");
  EXPECT_EQ(configured({{"AWS_DEFAULT_REGION", "a"}, {"AWS_REGION", "b"}}, kFile)->region, "b");
  EXPECT_EQ(configured({{"AWS_REGION", "b"}}, kFile, {.region = "c"})->region, "c");
  EXPECT_EQ(configured({})->region, std::nullopt);
}

TEST_F(ConfigureTest, TheEndpointOfTheServiceWinsOverThatOfAll) {
  EXPECT_EQ(endpoint({}, kFile), "http://one:2");
  EXPECT_EQ(endpoint({{"AWS_ENDPOINT_URL", "http://e:3"}}, kFile), "http://e:3");
  EXPECT_EQ(
      endpoint({{"AWS_ENDPOINT_URL", "http://e:3"}, {"AWS_ENDPOINT_URL_DYNAMODB", "http://d:4"}},
               kFile),
      "http://d:4");
  EXPECT_EQ(endpoint({}, "[default]\nendpoint_url=http://all:1\n"), "http://all:1");
}

TEST_F(ConfigureTest, ConfiguredEndpointsCanBeIgnored) {
  EXPECT_EQ(endpoint({{"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "TRUE"}}, kFile), "none");
  EXPECT_EQ(configured({{"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true"}}, kFile,
                       {.endpoint = "http://given"})
                ->endpoint,
            "http://given");
}

TEST_F(ConfigureTest, AnEndpointMayBeAUnixSocket) {
  EXPECT_EQ(configured({}, "", {.endpoint = "unix:/run/magneto.sock"})->endpoint,
            "unix:/run/magneto.sock");
  EXPECT_EQ(endpoint({{"AWS_ENDPOINT_URL_DYNAMODB", "unix:/run/x"}}), "unix:/run/x");
}

TEST_F(ConfigureTest, WhatIsNotValidIsNamed) {
  EXPECT_EQ(endpoint({{"AWS_ENDPOINT_URL", "localhost:8000"}}),
            "the endpoint \"localhost:8000\" is not valid: it must be a URL like "
            "\"http://localhost:8000\"");
  EXPECT_EQ(endpoint({{"AWS_REGION", "eu central"}}),
            "the region \"eu central\" is not valid: it must be a name like \"eu-central-1\"");
  EXPECT_EQ(endpoint({{"AWS_ACCOUNT_ID_ENDPOINT_MODE", "maybe"}}),
            "the account_id_endpoint_mode \"maybe\" is not valid: use preferred, required or "
            "disabled");
  EXPECT_EQ(endpoint({}, "[default]\nservices = gone\n"),
            "the profile's services = gone names no section [services gone] in ~/.aws/config");
}

TEST_F(ConfigureTest, FlagsAndTheModeOfAccountEndpoints) {
  auto made = configured({{"AWS_USE_FIPS_ENDPOINT", "true"}, {"AWS_REGION", "us-east-1"}},
                         "[default]\nuse_dualstack_endpoint = true\n"
                         "account_id_endpoint_mode = Required\n");
  ASSERT_TRUE(made.ok());
  EXPECT_TRUE(made->use_fips);
  EXPECT_TRUE(made->use_dual_stack);
  EXPECT_EQ(made->account_id_endpoint_mode, "required");
  EXPECT_FALSE(configured({{"AWS_USE_FIPS_ENDPOINT", "1"}})->use_fips);
}

}  // namespace
}  // namespace magneto::internal::endpoint
