// SPDX-License-Identifier: Apache-2.0
#include "server/config.h"

#include <gtest/gtest.h>

namespace magneto::internal::server {
namespace {

std::string problem(const Config& config) {
  Result<void> result = check_config(config);
  return result.ok() ? "" : result.error().message();
}

TEST(Config, DefaultsAreFine) { EXPECT_EQ(problem({}), ""); }

TEST(Config, StrangersNeedKeys) {
  for (const char* host :
       {"0.0.0.0", "::", "192.168.1.7", "example.org", "128.0.0.1", "*", "[::]"}) {
    Config config;
    config.hosts = {"127.0.0.1", host};
    EXPECT_NE(problem(config).find("--insecure"), std::string::npos) << host;
    config.insecure = true;
    EXPECT_EQ(problem(config), "") << host;
    config.insecure = false;
    config.auth = Auth::kKeys;
    config.keys_file = "keys";
    EXPECT_EQ(problem(config), "") << host;
  }
  for (const char* host : {"127.0.0.1", "127.1.2.3", "localhost", "::1", "[::1]"}) {
    Config config;
    config.hosts = {"127.0.0.1", host};
    EXPECT_EQ(problem(config), "") << host;
  }
}

TEST(Config, SaysWhatIsMissing) {
  Config keys;
  keys.auth = Auth::kKeys;
  EXPECT_EQ(problem(keys), "--auth keys needs --keys FILE");
  Config any;
  any.keys_file = "keys";
  EXPECT_EQ(problem(any), "--keys FILE has no effect without --auth keys");
  Config tls;
  tls.tls_certificate = "cert.pem";
  EXPECT_EQ(problem(tls), "--tls-cert and --tls-key belong together");
  Config data;
  data.data_directory = "";
  EXPECT_EQ(problem(data), "--data needs the name of a directory");
  Config unknown;
  unknown.separate = {"region", "table"};
  EXPECT_EQ(problem(unknown), "--separate takes region and access-key, not table");
  Config separate = keys;
  separate.keys_file = "keys";
  separate.separate = {"access-key"};
  EXPECT_EQ(problem(separate), "");
  separate.separate = {"region"};
  EXPECT_NE(problem(separate), "");
  Config copies;
  copies.in_memory = true;
  copies.copies_directory = "copies";
  EXPECT_EQ(problem(copies), "--copies has no effect with --in-memory");
}

}  // namespace
}  // namespace magneto::internal::server
