// SPDX-License-Identifier: Apache-2.0
//
// ClientOptions: how a client reaches the service and how patient it is. Whatever is not set comes
// from the environment and the AWS configuration files, as for other SDKs, and else has the default
// said here. All of it is copied: a client does not look at the options again.
//
//   Client({.region = "eu-central-1"})
//   Client({.endpoint = "http://localhost:8000"})
//   Client({.region = "eu-central-1", .timeouts = {.read = 2s}, .retry = {.max_attempts = 2}})
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "magneto/event_loop.h"
#include "magneto/result.h"

namespace magneto {

class Observer;

struct Credentials {
  std::string access_key_id;
  std::string secret_access_key;
  std::string session_token = {};
  /// Where it is known: chooses the account's own endpoint.
  std::string account_id = {};
  std::optional<std::chrono::system_clock::time_point> expiration = {};
};

/// Where credentials come from, asked before each call. Thread safe, quick: caches, and fetches
/// ahead of expiry.
class CredentialsProvider {
 public:
  virtual ~CredentialsProvider() = default;
  /// Errors: kCredentials.
  virtual Result<std::shared_ptr<const Credentials>> credentials() = 0;
};

/// A role to call with instead of the credentials themselves: AssumeRole of Amazon's STS.
struct RoleOptions {
  std::string arn;
  std::string session_name = {};  ///< Empty: "magneto-session-" and the time.
  std::string external_id = {};
  std::optional<std::chrono::seconds> duration = {};
  /// JSON that narrows the role's rights.
  std::string policy = {};
  /// Serial number or ARN of a device whose code `ClientOptions::mfa_code` asks for.
  std::string mfa_serial = {};
};

struct TimeoutOptions {
  /// Of making a connection: name, TCP, proxy, TLS.
  std::chrono::milliseconds connect{5'000};
  /// Of waiting for the next bytes of an answer.
  std::chrono::milliseconds read{30'000};
  /// Of a call with all its attempts and waits; a call's own deadline counts too.
  std::optional<std::chrono::milliseconds> total = {};
};

/// What may be repeated when it is not known whether it was executed.
enum class Repeat : std::uint8_t {
  kSafe,            ///< All but updates that accumulate: a counter is never added to twice.
  kEverything,      ///< All, as the AWS SDKs do.
  kNothingUnknown,  ///< Only what certainly was not executed.
};

enum class RetryMode : std::uint8_t {
  kStandard,
  kAdaptive,  ///< And sends slower while the service throttles.
};

struct RetryOptions {
  int max_attempts = 4;                          ///< The first included.
  std::chrono::milliseconds transient_base{25};  ///< Waits random(0, 1) * base * 2^n, ...
  std::chrono::milliseconds throttled_base{1000};
  std::chrono::milliseconds longest{20'000};  ///< ... and no longer than this.
  Repeat repeat = Repeat::kSafe;
  RetryMode mode = RetryMode::kStandard;

  static RetryOptions never() { return {.max_attempts = 1}; }
};

/// At most so many capacity units a second; a bucket of `burst` units, by default one second's.
/// What is not set is not limited.
struct FixedRate {
  std::optional<double> rcu = {};
  std::optional<double> wcu = {};
  std::optional<double> burst = {};
};

/// Starts at half of the maximum, slows down when the service throttles, and recovers.
struct AdaptiveRate {
  double max_rcu = 0;
  std::optional<double> max_wcu = {};
  double min_rcu = 1;
  double min_wcu = 1;
};

using RateOptions = std::variant<std::monostate, FixedRate, AdaptiveRate>;

struct ProxyOptions {
  /// "http://proxy:3128"; empty: none; "environment": by HTTPS_PROXY, HTTP_PROXY and NO_PROXY.
  std::string url = {};
  std::string user = {};
  std::string password = {};
};

struct TlsOptions {
  /// PEM files; empty: the system's store.
  std::string ca_file = {};
  std::string ca_directory = {};
  /// A certificate and key of the client's own, PEM.
  std::string certificate_file = {};
  std::string key_file = {};
  /// False takes any server for the service: for tests alone.
  bool verify = true;
};

struct PoolOptions {
  /// At most so many connections at once; further calls wait. 0: no limit.
  std::size_t max_connections = 0;
  std::size_t max_idle = 64;
  /// A connection is not used again when it is older than this, or was idle for longer.
  std::chrono::seconds max_age{600};
  std::chrono::seconds max_idle_time{60};
};

struct CompressionOptions {
  bool answers = false;            ///< Ask for answers in gzip.
  std::size_t requests_above = 0;  ///< Send bodies of this many bytes or more in gzip; 0: none.
};

/// Where time comes from and goes to. Tests give one of their own and need not wait.
class TimeSource {
 public:
  virtual ~TimeSource() = default;
  virtual std::chrono::system_clock::time_point now() = 0;
  virtual std::chrono::steady_clock::time_point steady_now() = 0;
  /// Blocks. Asynchronous calls wait on the event loop.
  virtual void sleep(std::chrono::nanoseconds time) = 0;
};

struct ClientOptions {
  std::string region = {};
  /// "https://host[:port]", "http://...", "unix:/path/of/a/socket". Empty: the region's.
  std::string endpoint = {};
  bool use_fips = false;
  bool use_dual_stack = false;

  /// The first of these that is set; else the chain of sources that the AWS SDKs share.
  std::optional<Credentials> credentials = {};
  std::shared_ptr<CredentialsProvider> credentials_provider = {};
  /// Of ~/.aws/config; empty: AWS_PROFILE, then "default".
  std::string profile = {};
  /// Assumed with those credentials, ahead of expiry again and again.
  std::optional<RoleOptions> role = {};
  /// Asks the user for the code that a device shows: for `role`, and for profiles with an
  /// mfa_serial. Called on the thread that needs credentials.
  std::function<Result<std::string>(const std::string& serial)> mfa_code = {};

  TimeoutOptions timeouts = {};
  RetryOptions retry = {};
  RateOptions rate = {};
  ProxyOptions proxy = {};
  TlsOptions tls = {};
  PoolOptions pool = {};
  CompressionOptions compression = {};

  /// For asynchronous calls; without one the client makes its own when the first is made.
  std::optional<EventLoop> loop = {};
  /// Sees each call (observer.h). Called on the thread of the call.
  std::shared_ptr<Observer> observer = {};
  std::shared_ptr<TimeSource> time = {};

  /// Whether answers say what they consumed, where a request does not ask for something else:
  /// needed by rate limits and metrics. Costs some bytes of each answer.
  bool consumed_capacity = false;
};

}  // namespace magneto
