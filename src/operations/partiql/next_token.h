// SPDX-License-Identifier: Apache-2.0
//
// NextToken: where a SELECT goes on. It is opaque to clients, and good for the statement and the
// parameters it was made for.
#pragma once

#include <optional>
#include <string_view>

#include "base/arena.h"
#include "base/result.h"
#include "value/encoded_item.h"

namespace magneto::internal::operations {

struct ReadPlace {
  std::uint32_t part = 0;                   ///< Of the key ranges that the statement reads.
  std::optional<value::ItemView> last_key;  ///< Behind this; nothing: from its beginning.
};

/// In the arena. `digest`: of statement and parameters, 16 bytes.
std::string_view write_next_token(Arena& arena, std::string_view digest, const ReadPlace& place);

/// In the arena. Errors (kValidation): it is no token; it is one of another statement.
Result<ReadPlace> read_next_token(Arena& arena, std::string_view digest, std::string_view token);

}  // namespace magneto::internal::operations
