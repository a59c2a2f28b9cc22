// SPDX-License-Identifier: Apache-2.0
#include "commands/value_order.h"

#include "magneto/json.h"

namespace magneto::internal::commands {
namespace {

int rank(const Value& value) {
  switch (value.type()) {
    case ValueType::kNull:
      return 0;
    case ValueType::kBool:
      return 1;
    case ValueType::kNumber:
      return 2;
    case ValueType::kString:
      return 3;
    case ValueType::kBinary:
      return 4;
    default:
      return 5;
  }
}

template <class T>
int compare(const T& a, const T& b) {
  return a < b ? -1 : b < a ? 1 : 0;
}

}  // namespace

int compare_values(const Value* a, const Value* b) {
  if (a == nullptr || b == nullptr) return compare(a == nullptr, b == nullptr);
  if (rank(*a) != rank(*b)) return compare(rank(*a), rank(*b));
  if (const bool* flag = a->get_if<bool>()) return compare(*flag, *b->get_if<bool>());
  if (const Number* number = a->get_if<Number>()) return compare(*number, *b->get_if<Number>());
  if (const auto* text = a->get_if<std::string>()) return compare(*text, *b->get_if<std::string>());
  if (const Binary* bytes = a->get_if<Binary>()) return compare(*bytes, *b->get_if<Binary>());
  return compare(to_json(*a), to_json(*b));
}

}  // namespace magneto::internal::commands
