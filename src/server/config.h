// SPDX-License-Identifier: Apache-2.0
//
// Everything that can be set about a server. Each setting is a flag of `magneto serve` and an
// environment variable: `--in-memory` is MAGNETO_IN_MEMORY. A flag beats the variable, the variable
// beats the default.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "http/limits.h"
#include "storage/rocksdb/rocksdb_engine.h"

namespace magneto::internal::checks {
enum class Wording : std::uint8_t;
}

namespace magneto::internal::server {

enum class Auth : std::uint8_t {
  kAny,   ///< Any credentials are accepted, but there must be some.
  kKeys,  ///< Signatures are verified against the keys of a file.
};

struct Config {
  std::vector<std::string> hosts;  ///< Addresses, names, "*"; none: both loopback addresses.
  std::uint16_t port = 8000;       ///< 0: any free port.
  std::string unix_socket;         ///< A path: also serve there, for the owner only.
  std::vector<std::string> cors;   ///< Origins whose pages may use the server; see web_access.h.
  std::vector<std::string> allowed_hosts;  ///< Names that it goes by, beside the harmless ones.
  /// "region", "access-key": calls that differ in them see tables of their own (spaces.h).
  std::vector<std::string> separate;
  bool log_requests = false;
  std::vector<std::string> tables;  ///< Files with tables and items to begin with; see fixtures.h.

  std::string data_directory = "./magneto-data";
  bool in_memory = false;  ///< Nothing is kept; `data_directory` is not used.
  storage::Durability durability = storage::Durability::kSync;
  /// Where buckets of Amazon S3 are folders (objects/directory_store.h). Empty: `s3` in the data
  /// directory; with in_memory there are none.
  std::string s3_directory;
  /// The URL of Amazon S3, or of a server with its API, where buckets are instead. Credentials come
  /// from where clients take theirs.
  std::string s3_endpoint;
  std::string copies_directory;       ///< Where `POST /copies/NAME` makes copies; empty: nowhere.
  std::size_t cache_megabytes = 256;  ///< Blocks read from disk and kept.
  /// What gathers in memory before it goes to a table file, and how large such a file becomes.
  std::size_t memtable_kilobytes = 64 << 10;
  std::size_t table_file_kilobytes = 64 << 10;
  bool accept_lost_log = false;  ///< Start although a log or the manifest lacks its end.

  Auth auth = Auth::kAny;
  std::string keys_file;  ///< With Auth::kKeys.
  bool insecure = false;  ///< Allows Auth::kAny on addresses that others can reach.
  std::string tls_certificate;
  std::string tls_key;

  int threads = 0;           ///< Event loops; 0: one per core.
  int blocking_threads = 4;  ///< For calls that wait for the disk.
  /// Such calls that may wait for a thread; more are answered 503.
  std::size_t blocking_queue = 1'000;
  std::string region = "us-east-1";
  std::string account = "000000000000";
  checks::Wording wording{};             ///< The present one.
  bool refuse_conflicts = false;         ///< database::Options
  std::vector<std::string> throttle;     ///< "music=5,1" (operations/core/throttle.h).
  std::int64_t transition_delay_ms = 0;  ///< How long a table says CREATING or UPDATING at least.
  std::int64_t expiry_interval_ms = 60'000;  ///< Between two searches for expired items.
  http::Limits limits;
};

/// Errors: kInvalidArgument, with a text that says which settings do not go together.
Result<void> check_config(const Config& config);

}  // namespace magneto::internal::server
