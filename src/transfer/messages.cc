// SPDX-License-Identifier: Apache-2.0
#include "transfer/messages.h"

namespace magneto::internal::transfer::messages {
namespace {

std::string quoted(std::string_view text) { return '"' + std::string(text) + '"'; }

Error invalid(std::string message) { return {ErrorCode::kInvalidArgument, std::move(message)}; }

}  // namespace

Error stopped() { return {ErrorCode::kCancelled, "the work was stopped before its end"}; }
Error same_table(std::string_view table) {
  return invalid("source and target are the same table, " + quoted(table));
}
Error other_work(std::string_view file, std::string_view why) {
  return invalid("the state file " + std::string(file) + " is of other work: " + std::string(why));
}
Error bad_state(std::string_view file) {
  return invalid(std::string(file) + " is no state file, or it is damaged");
}
Error cannot_read(std::string_view file, std::string_view why) {
  return invalid("cannot read " + std::string(file) + ": " + std::string(why));
}
Error cannot_write(std::string_view file, std::string_view why) {
  return invalid("cannot write " + std::string(file) + ": " + std::string(why));
}
Error no_item(std::string_view table) {
  return {ErrorCode::kAbsent, "table " + quoted(table) + " has no item with this key"};
}
Error key_taken() {
  return {ErrorCode::kConditionalCheckFailed, "another item has the new key; nothing was changed"};
}
Error no_original() {
  return {ErrorCode::kAbsent, "there is no item with the original key; nothing was changed"};
}
Error missing_key_attribute(std::string_view table, std::string_view attribute) {
  return {ErrorCode::kAbsent,
          "the key attribute " + quoted(attribute) + " of table " + quoted(table) + " is missing"};
}
Error bad_key_text(std::string_view attribute, std::string_view type) {
  return invalid("the value of key attribute " + quoted(attribute) + " is no " + std::string(type));
}
std::string of_table(std::string_view table) { return "table " + quoted(table); }
std::string of_item(std::string_view key) { return "item " + std::string(key); }

}  // namespace magneto::internal::transfer::messages
