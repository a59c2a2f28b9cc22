// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "profile/shared_config.h"
#include "profile/words.h"

namespace magneto::internal::profile {
namespace {

using Words = std::vector<std::string>;

std::string text_of(const Settings* settings, std::string_view key) {
  if (!settings) return "(no section)";
  const std::string* text = find_text(*settings, key);
  return text ? *text : "(not set)";
}

Result<SharedConfig> parse(std::string_view config, std::string_view credentials = {}) {
  return SharedConfig::parse(config, credentials);
}

TEST(Words, AreSplitAsAShellDoes) {
  EXPECT_EQ(split_words("profile \"my dev\""), (Words{"profile", "my dev"}));
  EXPECT_EQ(split_words("a'b c'd  e\\ f"), (Words{"ab cd", "e f"}));
  EXPECT_EQ(split_words("\"a\\\"b\\n\" ''"), (Words{"a\"b\\n", ""}));
  EXPECT_EQ(split_words(" \t"), Words{});
  EXPECT_EQ(split_words("# no comment"), (Words{"#", "no", "comment"}));
  EXPECT_EQ(split_words("open \"quote"), std::nullopt);
  EXPECT_EQ(split_words("end\\"), std::nullopt);
}

TEST(SharedConfig, NamesOfProfiles) {
  auto config = parse(
      "[default]\nregion=a\n[profile dev]\nregion=b\n[profile 'my dev']\nregion = c\n"
      "[dev2]\nregion=d\n[profile too many words]\nregion=e\n",
      "[dev3]\naws_access_key_id = f\n");
  ASSERT_TRUE(config.ok());
  EXPECT_EQ(text_of(config->profile("default"), "region"), "a");
  EXPECT_EQ(text_of(config->profile("dev"), "region"), "b");
  EXPECT_EQ(text_of(config->profile("my dev"), "region"), "c");
  EXPECT_EQ(config->profile("dev2"), nullptr);
  EXPECT_EQ(config->profiles().size(), 4u);
  EXPECT_EQ(text_of(config->profile("dev3"), "aws_access_key_id"), "f");
}

TEST(SharedConfig, TheFileOfCredentialsWinsSettingBySetting) {
  auto config = parse("[profile a]\nregion=x\nrole_arn=y\n", "[a]\nregion=z\n");
  ASSERT_TRUE(config.ok());
  EXPECT_EQ(text_of(config->profile("a"), "region"), "z");
  EXPECT_EQ(text_of(config->profile("a"), "role_arn"), "y");
  EXPECT_EQ(text_of(config->config_profile("a"), "region"), "x");
  EXPECT_EQ(text_of(config->credentials_profile("a"), "role_arn"), "(not set)");
}

TEST(SharedConfig, KeysCommentsAndDelimiters) {
  auto config = parse(
      "# comment\r\n[default] ; after the header\r\nRegion : eu-west-1 # no comment\r\n"
      ";x=1\r\noutput=\r\nurl = http://a=b\r\n");
  ASSERT_TRUE(config.ok());
  EXPECT_EQ(text_of(config->profile("default"), "region"), "eu-west-1 # no comment");
  EXPECT_EQ(text_of(config->profile("default"), "output"), "");
  EXPECT_EQ(text_of(config->profile("default"), "url"), "http://a=b");
  EXPECT_EQ(text_of(config->profile("default"), "x"), "(not set)");
}

TEST(SharedConfig, DeeperLinesContinueAValueOrNestSettings) {
  auto config = parse(
      "[services local]\ndynamodb =\n  endpoint_url = http://localhost:8000\n\n  # c\n  b=c\ns3=\n"
      "[profile a]\nlong = one\n  two\n\n");
  ASSERT_TRUE(config.ok());
  const Settings* services = config->services("local");
  ASSERT_TRUE(services);
  EXPECT_EQ(services->at("dynamodb").nested.at("endpoint_url"), "http://localhost:8000");
  EXPECT_EQ(services->at("dynamodb").nested.at("b"), "c");
  EXPECT_EQ(text_of(config->profile("a"), "long"), "one\ntwo");
}

TEST(SharedConfig, DefaultsHoldForAllSections) {
  auto config = parse("[DEFAULT]\nregion=x\noutput=json\n[profile a]\nregion=y\n");
  ASSERT_TRUE(config.ok());
  EXPECT_EQ(text_of(config->profile("a"), "region"), "y");
  EXPECT_EQ(text_of(config->profile("a"), "output"), "json");
  EXPECT_EQ(config->profile("DEFAULT"), nullptr);
}

TEST(SharedConfig, WrongLinesAreRefusedByNumber) {
  struct Case {
    const char* text;
    const char* message;
  };
  for (const Case& wrong : {
           Case{"a = 1\n", "line 1 stands before the first section"},
           Case{"[default]\nregion\n", "line 2 is neither a section nor \"key = value\""},
           Case{"[default]\n= x\n", "line 2 has no key before its delimiter"},
           Case{"[default]\na=1\nA=2\n", "line 3 sets \"a\" a second time in [default]"},
           Case{"[profile a]\n[profile a]\n",
                "line 2 begins the section [profile a] a second time"},
           Case{"[default]\ns3 =\n  nothing\n", "a line below \"s3\" in [default] has no \"=\""},
           Case{"[default]\na=\xff\n", "it is not UTF-8"},
       }) {
    auto config = parse(wrong.text);
    ASSERT_FALSE(config.ok()) << wrong.text;
    EXPECT_EQ(config.error().message(),
              std::string("cannot parse ~/.aws/config: ") + wrong.message);
  }
}

TEST(SharedConfig, FilesThatAreNotThereAreEmpty) {
  auto config = SharedConfig::load(Environment::of(
      {{"AWS_CONFIG_FILE", "/does/not/exist"}, {"AWS_SHARED_CREDENTIALS_FILE", "/nor/this"}}));
  ASSERT_TRUE(config.ok());
  EXPECT_TRUE(config->profiles().empty());
}

TEST(EnvironmentTest, PathsAreExpanded) {
  auto environment = Environment::of({{"HOME", "/home/u"}, {"X", "y"}});
  EXPECT_EQ(expand_path("~/.aws/$X/${X}z/$UNKNOWN", environment), "/home/u/.aws/y/yz/$UNKNOWN");
  EXPECT_EQ(expand_path("/a~/${", environment), "/a~/${");
}

TEST(EnvironmentTest, TheProfilesNameComesFromEitherVariable) {
  EXPECT_EQ(profile_name(Environment::of({})), std::nullopt);
  EXPECT_EQ(profile_name(Environment::of({{"AWS_PROFILE", "a"}})), "a");
  EXPECT_EQ(profile_name(Environment::of({{"AWS_PROFILE", "a"}, {"AWS_DEFAULT_PROFILE", "b"}})),
            "b");
}

TEST(EnvironmentTest, TheAuthoritiesComeFromTheVariableBeforeTheProfile) {
  const auto config = parse("[default]\nca_bundle = ~/ca.pem\n");
  ASSERT_TRUE(config.ok());
  const Settings* settings = config->profile("default");
  EXPECT_EQ(
      ca_bundle(Environment::of({{"HOME", "/home/u"}, {"REQUESTS_CA_BUNDLE", "r"}}), settings),
      "/home/u/ca.pem");
  EXPECT_EQ(ca_bundle(Environment::of({{"AWS_CA_BUNDLE", "a"}}), settings), "a");
  EXPECT_EQ(ca_bundle(Environment::of({{"REQUESTS_CA_BUNDLE", "r"}}), nullptr), "r");
  EXPECT_EQ(ca_bundle(Environment::of({}), nullptr), "");
}

}  // namespace
}  // namespace magneto::internal::profile
