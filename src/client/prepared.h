// SPDX-License-Identifier: Apache-2.0
//
// A request that is encoded and has not been sent.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "client/first_cost.h"
#include "json/json_writer.h"
#include "magneto/result.h"
#include "rate/capacity_limiter.h"
#include "retry/policy.h"

namespace magneto::internal::client {

struct Prepared {
  std::string_view target;  ///< "DynamoDB_20120810.GetItem"; of constant data.
  json::JsonWriter body;
  std::string table;       ///< Where something wants to know it: an observer, an ARN.
  TableCosts first_costs;  ///< Where there is a limit.
  std::optional<magneto::Error> problem;  ///< Found while encoding: nothing is sent.

  std::string_view operation() const { return target.substr(target.find('.') + 1); }
};

/// What executing the request twice does, read from its JSON.
retry::Effect effect_of(std::string_view operation, std::string_view body);

/// Whether the request takes units of reads, of writes, or none, read from its JSON.
enum class Units : std::uint8_t { kNone, kRead, kWrite };
Units units_of(std::string_view operation, std::string_view body);

}  // namespace magneto::internal::client
