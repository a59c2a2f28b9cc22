// SPDX-License-Identifier: Apache-2.0
#include "expression/evaluation_cost.h"

#include "expression/bound.h"

namespace magneto::internal::expression {
namespace {

/// `item_bytes` for each path in the operand. As deep as the operand nests, which parsers limit.
std::uint64_t operand_bytes(const UpdateOperand* operand, std::uint64_t item_bytes) {
  using Kind = UpdateOperand::Kind;
  if (operand == nullptr) return 0;
  if (operand->kind == Kind::kPath) return item_bytes;
  if (operand->kind == Kind::kValue) return operand->value.bytes().size();
  const std::uint64_t first =
      operand->kind == Kind::kIfNotExists ? item_bytes : operand_bytes(operand->first, item_bytes);
  return first + operand_bytes(operand->second, item_bytes);
}

}  // namespace

std::uint64_t most_bytes_read(const Condition& condition, value::ItemView item) {
  std::uint64_t bytes = 0;
  for (const Test& test : condition.tests) {
    for (const Operand& operand : test.operands) {
      bytes += operand.has_path() ? item.bytes().size() : operand.value.bytes().size();
    }
  }
  return bytes;
}

std::uint64_t most_bytes_read(const Update& update, value::ItemView old) {
  const std::uint64_t item_bytes = old.bytes().size();
  std::uint64_t bytes = item_bytes;  // All of it is copied.
  for (const UpdateAction& action : update.actions) {
    const bool reads_target = action.target.size() > 1 || action.section == Section::kAdd ||
                              action.section == Section::kDelete;
    if (reads_target) bytes += item_bytes;
    bytes += action.value.bytes().size() + operand_bytes(action.left, item_bytes) +
             operand_bytes(action.right, item_bytes);
  }
  return bytes;
}

}  // namespace magneto::internal::expression
