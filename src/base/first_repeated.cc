// SPDX-License-Identifier: Apache-2.0
#include "base/first_repeated.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace magneto::internal {

std::size_t first_repeated(std::span<const std::string_view> names) {
  std::vector<std::size_t> order(names.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [names](std::size_t a, std::size_t b) {
    const int compared = names[a].compare(names[b]);
    return compared != 0 ? compared < 0 : a < b;
  });
  std::size_t first = names.size();
  for (std::size_t i = 1; i < order.size(); ++i) {
    if (names[order[i - 1]] == names[order[i]]) first = std::min(first, order[i]);
  }
  return first;
}

}  // namespace magneto::internal
