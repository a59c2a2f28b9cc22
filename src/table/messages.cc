// SPDX-License-Identifier: Apache-2.0
#include "table/messages.h"

namespace magneto::internal::table::messages {
namespace {

Error invalid(std::string text) { return Error(ErrorCode::kInvalidArgument, std::move(text)); }
std::string quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

}  // namespace

Error expression_too_long(std::string_view kind, std::size_t bytes) {
  return invalid("the " + std::string(kind) + " has " + std::to_string(bytes) +
                 " bytes; the service takes 4096");
}
Error too_many_operators(std::string_view kind, std::size_t operators) {
  return invalid("the " + std::string(kind) + " has " + std::to_string(operators) +
                 " operators and functions; the service takes 300");
}
Error no_candidates() { return invalid("in() has no candidates"); }
Error path_too_deep(std::string_view path) {
  return invalid("the path " + quoted(path) + " has more than 32 elements");
}
Error empty_name() { return invalid("an attribute's name is empty"); }
Error placeholder_not_given(std::string_view placeholder) {
  return invalid("the placeholder " + std::string(placeholder) + " is used and not given");
}
Error placeholder_not_used(std::string_view placeholder) {
  return invalid("the placeholder " + std::string(placeholder) + " is given and not used");
}
Error placeholder_malformed(std::string_view placeholder) {
  return invalid("the name " + quoted(placeholder) +
                 " is no placeholder: values start with ':', names with '#'");
}
Error mixed_update() {
  return invalid("an update in text form stands alone: no other actions beside it");
}
Error empty_update() { return invalid("a transaction's update has no actions"); }
Error no_key_condition() { return invalid("a query needs a key condition"); }
Error same_page_again() {
  return Error(
      ErrorCode::kBadAnswer,
      "the answer's LastEvaluatedKey is the request's ExclusiveStartKey: asking again would "
      "give the same page without end");
}
Error no_key_schema(std::string_view table, std::string_view index) {
  std::string text = "the description of table " + quoted(table) + " has no key";
  if (!index.empty()) text += " of an index " + quoted(index);
  return Error(ErrorCode::kBadAnswer, text);
}
Error batch_is_over() { return invalid("the batch writer is finished"); }
Error batch_abandoned() {
  return Error(ErrorCode::kCancelled, "the batch writer was abandoned before this was sent");
}
Error no_key_in_item(std::string_view table) {
  return invalid("an attribute of the key of table " + quoted(table) + " is missing");
}
Error left_unprocessed(int attempts) {
  return Error(ErrorCode::kThrottling,
               "the service left it unprocessed " + std::to_string(attempts) + " times");
}
Error different_keys(std::string_view table) {
  return invalid("the keys of table " + quoted(table) + " do not all have the same attributes");
}
Error no_checkpoint(std::string_view why) {
  return invalid("this is no checkpoint: " + std::string(why));
}
Error empty_check() { return invalid("a transaction's check has no condition"); }
Error transaction_size(std::size_t operations) {
  return invalid("the transaction has " + std::to_string(operations) +
                 " operations; the service takes 1 to 100");
}

}  // namespace magneto::internal::table::messages
