// SPDX-License-Identifier: Apache-2.0
//
// Who answers the requests of a script.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace magneto::internal::script {

struct Answer {
  bool ok = true;    ///< Else `body` is that of an error.
  std::string body;  ///< JSON.
};

class Service {
 public:
  virtual ~Service() = default;
  /// Errors: kIo, when there is no answer at all.
  virtual Result<Answer> call(std::string_view operation, const std::string& body) = 0;
};

/// The X-Amz-Target of an operation.
std::string target_of(std::string_view operation);

/// All of the server but HTTP, in this process, with an engine in memory. `settings`: those of a
/// script's server line. Errors: kInvalidArgument, for a setting that there is not.
Result<std::unique_ptr<Service>> start_in_process(const std::vector<std::string>& settings);

/// A server at "host:port", over HTTP.
std::unique_ptr<Service> connect_to(const std::string& endpoint);

}  // namespace magneto::internal::script
