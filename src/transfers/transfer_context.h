// SPDX-License-Identifier: Apache-2.0
//
// TransferContext: what a transfer works with. All jobs of one thread share one.
#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <string_view>

#include "objects/object_store.h"
#include "operations/core/context.h"

namespace magneto::internal::transfers {

struct TransferContext {
  operations::Services& services;
  objects::ObjectStore* objects;  ///< Null: there are no buckets.
  std::stop_token stop;
  /// What the service would write to CloudWatch Logs.
  std::function<void(const std::string& line)> log;
  std::string_view buckets;  ///< Where buckets are, in words.

  bool stopped() const { return stop.stop_requested(); }
  std::int64_t now_ms() const { return services.clock.now_ms(); }
  catalog::Documents& documents() const { return services.catalog.documents(); }
  operations::Context new_context() const {
    return {.services = services,
            .arena = {},
            .parse_cache = {},
            .blocking = Blocking::kAllowed,
            .table = {},
            .host = {}};
  }
};

/// Why a transfer ends early.
struct Failure {
  std::string code;
  std::string message;
};

/// As Amazon S3's errors are reported by the service, and then where was looked. Logs it, too.
Failure no_such_bucket(const TransferContext& context);
/// An object that cannot be read or written.
Failure object_failure(const Error& error);

}  // namespace magneto::internal::transfers
