// SPDX-License-Identifier: Apache-2.0
//
// The body of a request, decompressed if it came compressed.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "http/compression.h"
#include "http/request.h"

namespace magneto::internal::server {

/// Larger bodies are decompressed and parsed on a thread of the pool.
inline constexpr std::size_t kLargeBodyBytes = 256 * 1024;
bool is_large_body(const http::Request& request);

class PlainBody {
 public:
  /// Valid until the next call and as long as the request is. Errors: kRequestEntityTooLarge,
  /// kServiceUnavailable (no memory for it now); an internal error for what cannot be decompressed,
  /// as the service has it.
  Result<std::string_view> of(const http::Request& request, http::MemoryBudget& budget,
                              std::size_t most_bytes);
  void reset() { inflated_.reset(); }

 private:
  std::optional<http::InflatedBody> inflated_;
};

}  // namespace magneto::internal::server
