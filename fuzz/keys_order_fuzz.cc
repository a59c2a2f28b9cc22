// SPDX-License-Identifier: Apache-2.0
//
// Any two strings as sort keys of one collection: their keys order as the strings do, and the range
// of each operator holds the key of one exactly when the operator holds between them.
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "keys/key_bytes.h"
#include "value/item_builder.h"

namespace {

using magneto::internal::Arena;
using magneto::internal::keys::SortOperator;
using magneto::internal::value::ValueView;

bool selects(Arena& arena, const ValueView& partition, SortOperator op, ValueView operand,
             std::string_view key) {
  return magneto::internal::keys::query_range(arena, 1, {&partition, 1}, {{}, op, operand, operand})
      .contains(key);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 3) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::size_t cut = 1 + data[0] % (size - 2);
  const std::string_view x = bytes.substr(1, cut);
  const std::string_view y = bytes.substr(1 + cut);
  if (y.empty()) return 0;

  Arena arena;
  const magneto::internal::keys::KeySchema schema{{{"p", magneto::internal::value::Type::kString}},
                                                  {{"s", magneto::internal::value::Type::kBinary}}};
  const ValueView partition = magneto::internal::value::make_string(arena, "p");
  const ValueView value_x = magneto::internal::value::make_binary(arena, x);
  const ValueView value_y = magneto::internal::value::make_binary(arena, y);
  magneto::internal::value::Attribute item_x[] = {{"p", partition}, {"s", value_x}};
  magneto::internal::value::Attribute item_y[] = {{"p", partition}, {"s", value_y}};
  const auto key_x = item_key(arena, 1, schema, magneto::internal::value::make_item(arena, item_x));
  const auto key_y = item_key(arena, 1, schema, magneto::internal::value::make_item(arena, item_y));

  MAGNETO_CHECK((x < y) == (key_x < key_y));
  MAGNETO_CHECK((x == y) == (key_x == key_y));
  MAGNETO_CHECK(selects(arena, partition, SortOperator::kLess, value_y, key_x) == (x < y));
  MAGNETO_CHECK(selects(arena, partition, SortOperator::kLessOrEqual, value_y, key_x) == (x <= y));
  MAGNETO_CHECK(selects(arena, partition, SortOperator::kGreater, value_y, key_x) == (x > y));
  MAGNETO_CHECK(selects(arena, partition, SortOperator::kBeginsWith, value_y, key_x) ==
                x.starts_with(y));
  MAGNETO_CHECK(selects(arena, partition, SortOperator::kBetween, value_x, key_x));
  return 0;
}
