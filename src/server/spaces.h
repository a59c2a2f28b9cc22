// SPDX-License-Identifier: Apache-2.0
//
// Spaces: a database for each access key, region, or pair of both that calls name (`--separate`), as
// DynamoDB Local has them without -sharedDb. Each is opened by the first call that names it, and
// lies in a directory of its own. Made for tests that run side by side, not for many tenants.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/mutex.h"
#include "base/result.h"
#include "database/database.h"

namespace magneto::internal::server {

struct Separation {
  bool region = false;
  bool access_key = false;

  bool any() const { return region || access_key; }
};

/// "region" and "access-key". Errors: kInvalidArgument.
Result<Separation> parse_separation(const std::vector<std::string>& words);

/// Whose tables a call means.
struct SpaceName {
  std::string directory;
  std::string region;  ///< Empty: that of the server.
};

/// `credential` as in a signature: "AKIA.../20261128/us-east-1/dynamodb/aws4_request". Errors:
/// kIncompleteSignature: it names no region, one with
/// strange characters, or no key; or they are too long.
Result<SpaceName> space_name(const Separation& separation, std::string_view credential);

/// Thread safe.
class Spaces {
 public:
  static constexpr std::size_t kMost = 100;

  /// `options` of all of them, but for directory and region. `tables` as in fixtures.h.
  Spaces(database::Options options, std::vector<std::string> tables, std::size_t most = kMost)
      : options_(std::move(options)), tables_(std::move(tables)), most_(most) {}

  /// Null when it is not open.
  database::Database* find(const SpaceName& name) const;
  /// Opens it unless it is open. Waits for the disk. Errors: kLimitExceeded (there are so many
  /// already), and those of Database::open.
  Result<database::Database*> open(const SpaceName& name);

  void for_each(FunctionRef<void(database::Database&)> look) const;
  /// The first that is not well, if any.
  storage::EngineHealth health() const;
  /// Of those that are open, and those to come.
  void add_health_listener(const database::EngineMonitor::HealthListener& listener);

 private:
  const database::Options options_;
  const std::vector<std::string> tables_;
  const std::size_t most_;
  mutable Mutex mutex_;  // Not held while one is being opened.
  Mutex opening_;        // One at a time.
  std::map<std::string, std::unique_ptr<database::Database>, std::less<>> open_
      MAGNETO_GUARDED_BY(mutex_);
  std::vector<database::EngineMonitor::HealthListener> listeners_ MAGNETO_GUARDED_BY(mutex_);
};

}  // namespace magneto::internal::server
