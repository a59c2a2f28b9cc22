// SPDX-License-Identifier: Apache-2.0
//
// Source: a place where credentials come from.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "base/timing.h"
#include "credentials/credentials.h"
#include "credentials/http_fetch.h"
#include "profile/environment.h"

namespace magneto::internal::credentials {

/// Asks the user for the code that the device `serial` shows.
using MfaPrompt = std::function<Result<std::string>(const std::string& serial)>;

/// Everything outside of the process that sources use. What is pointed to must outlive them.
struct Surroundings {
  profile::Environment environment = profile::Environment::of_process();
  HttpFetch fetch = {};
  MfaPrompt mfa = {};
  /// Of the security token service; empty: as configured.
  std::string region = {};
  /// Of the services that are called; unset: as configured.
  std::optional<bool> use_fips = {};
  std::optional<bool> use_dual_stack = {};
  const Clock* clock = &system_clock();
  Sleeper* sleeper = &system_sleeper();
  Random* random = &system_random();
};

/// Used by one thread at a time. Loads anew at each call: caching is the Provider's.
class Source {
 public:
  virtual ~Source() = default;

  /// Nothing when this source is not configured here, so that the next one is asked. An error when
  /// it is and does not work; the message names the source and what to do.
  virtual Result<std::optional<Credentials>> load() = 0;

  /// For messages: "the environment".
  virtual std::string name() const = 0;
  /// Why the latest `load` gave nothing, where there is more to say than that nothing is
  /// configured.
  virtual std::string remark() const { return {}; }
};

/// Credentials that the program gave.
class ExplicitSource final : public Source {
 public:
  explicit ExplicitSource(Credentials credentials) : credentials_(std::move(credentials)) {}
  Result<std::optional<Credentials>> load() override { return std::optional(credentials_); }
  std::string name() const override { return "the program"; }

 private:
  Credentials credentials_;
};

}  // namespace magneto::internal::credentials
