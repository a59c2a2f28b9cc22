// SPDX-License-Identifier: Apache-2.0
//
// The JSON of an answer to a public struct. Members that this library does not know are passed
// over; null members count as absent.
#pragma once

#include <simdjson.h>

#include <string>

#include "client/shape.h"

namespace magneto::internal::client {

/// False: `error` says what is wrong and where ("Items[3].Year: ...").
[[nodiscard]] bool decode(simdjson::dom::element json, const Shape& shape, void* to,
                          std::string& error);

/// The member of `shape` with that name, or null. Members mostly come in the order of the struct,
/// so the search goes on at `start`, and leaves it behind what it found.
const Member* find_member(const Shape& shape, std::string_view name, std::size_t& start);

}  // namespace magneto::internal::client
