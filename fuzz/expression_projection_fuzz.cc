// SPDX-License-Identifier: Apache-2.0
//
// Any text as a projection of any item: the result is a well-formed item that projects to itself as
// long as no list index is in the way.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "expression/expression.h"
#include "expression/parse_cache.h"

namespace {

constexpr magneto::internal::expression::NameBinding kNames[] = {{"#a", "a"}, {"#b", "b.c"}};

}  // namespace

/// The text, a zero byte, the item.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static magneto::internal::expression::ParseCache cache;
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  const std::string text = bytes.substr(0, bytes.find('\0'));
  const std::string item = bytes.substr(std::min(text.size() + 1, bytes.size()));

  magneto::internal::Arena arena;
  magneto::internal::expression::Placeholders placeholders(arena, kNames, {});
  const auto projection = bind_projection(cache, arena, text, placeholders);
  if (!projection.ok() || !magneto::internal::value::check_item(item).ok()) return 0;
  const auto once = project(arena, **projection, magneto::internal::value::ItemView(item));
  MAGNETO_CHECK(magneto::internal::value::check_item(once.bytes()).ok());
  if (text.find('[') != std::string::npos) return 0;
  const auto twice = project(arena, **projection, once);
  MAGNETO_CHECK(once.bytes() == twice.bytes());
  return 0;
}
