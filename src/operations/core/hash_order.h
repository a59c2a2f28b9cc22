// SPDX-License-Identifier: Apache-2.0
//
// Sets of names as the service's texts print them: in the order of a Java HashSet.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace magneto::internal::operations {

/// How many buckets a set has to begin with: Java's default, or no more than its names need.
enum class HashBuckets : std::uint8_t { kDefault, kFitting };

/// "[sk, a, b, pk, c]", with the default "[a, b, c, sk, pk]". A name that comes again is left out.
std::string hash_ordered(std::vector<std::string_view> names, HashBuckets buckets);

}  // namespace magneto::internal::operations
