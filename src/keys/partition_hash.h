// SPDX-License-Identifier: Apache-2.0
//
// The hash by which the service spreads partitions. It decides the order in which Scan meets
// partition keys, the segment each belongs to, and the order of index entries whose index keys are
// equal.
//
//   hash := first bytes of MD5("Outliers" partition sort)
//
// of the key attributes' bytes: strings and binaries as they are, numbers as in decimal.h.
// dynalite's tests record orders and segments of the service that this gives. For keys of several
// partition attributes there is no record: their bytes follow each other.
#pragma once

#include <cstdint>
#include <span>

#include "value/encoded_item.h"

namespace magneto::internal::keys {

/// The hash's first eight bytes, as a number. About 0.2 us. Any thread.
std::uint64_t partition_hash(std::span<const value::ValueView> partition,
                             std::span<const value::ValueView> sort = {});

}  // namespace magneto::internal::keys
