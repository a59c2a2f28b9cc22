// SPDX-License-Identifier: Apache-2.0
//
// For tests: surroundings without network, sleep or real time, and files of their own.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/test_directory.h"
#include "credentials/source.h"

namespace magneto::internal::credentials {

struct SetClock : Clock {
  std::int64_t now_ms() const override { return ms; }
  std::int64_t ms = 1'795'867'200'000;  // 2026-11-28T12:00:00Z
};

struct CountingSleeper : Sleeper {
  void sleep(std::chrono::nanoseconds) override { ++sleeps; }
  int sleeps = 0;
};

class SurroundingsTest : public testing::Test {
 protected:
  using Handler = std::function<Result<HttpAnswer>(const HttpRequest&)>;

  SurroundingsTest() {
    variables["HOME"] = home();
    std::filesystem::create_directories(home() + "/.aws/sso/cache");
  }

  std::string home() const { return directory.path(); }

  void write(const std::string& path, const std::string& text) {
    std::ofstream(home() + "/" + path) << text;
  }
  void config(const std::string& text) { write(".aws/config", text); }
  void credentials_file(const std::string& text) { write(".aws/credentials", text); }

  /// Answers requests to URLs that begin so.
  void serve(std::string prefix, Handler handler) {
    handlers.emplace_back(std::move(prefix), std::move(handler));
  }
  void serve(std::string prefix, int status, std::string body) {
    serve(std::move(prefix), [=](const HttpRequest&) { return HttpAnswer{status, body}; });
  }

  std::shared_ptr<const Surroundings> surroundings() {
    Surroundings made;
    made.environment = profile::Environment::of(variables);
    made.fetch = [this](const HttpRequest& request) -> Result<HttpAnswer> {
      requests.push_back(request);
      for (auto& [prefix, handler] : handlers)
        if (request.url.starts_with(prefix)) return handler(request);
      return Error(ErrorCode::kIo, "nobody listens");
    };
    made.mfa = mfa;
    made.clock = &clock;
    made.sleeper = &sleeper;
    return std::make_shared<const Surroundings>(std::move(made));
  }

  /// "access key, source" or the message of the error, or "nothing".
  static std::string shown(Result<std::optional<Credentials>> loaded) {
    if (!loaded.ok()) return loaded.error().message();
    if (!*loaded) return "nothing";
    return (*loaded)->access_key + ", " + (*loaded)->source;
  }

  static std::string header(const HttpRequest& request, std::string_view name) {
    for (const auto& [key, value] : request.headers)
      if (key == name) return value;
    return {};
  }

  TestDirectory directory;
  profile::Environment::Variables variables;
  SetClock clock;
  CountingSleeper sleeper;
  MfaPrompt mfa;
  std::vector<HttpRequest> requests;

 private:
  std::vector<std::pair<std::string, Handler>> handlers;
};

/// What the security token service answers.
inline std::string sts_answer(const std::string& action, const std::string& access_key) {
  return "<" + action + "Response xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><" + action +
         "Result><AssumedRoleUser><AssumedRoleId>X:s</AssumedRoleId>"
         "<Arn>arn:aws:sts::123456789012:assumed-role/r/s</Arn></AssumedRoleUser><Credentials>"
         "<AccessKeyId>" +
         access_key +
         "</AccessKeyId><SecretAccessKey>s/+&amp;=</SecretAccessKey>"
         "<SessionToken>t</SessionToken><Expiration>2026-11-28T13:00:00Z</Expiration>"
         "</Credentials></" +
         action + "Result></" + action + "Response>";
}

}  // namespace magneto::internal::credentials
