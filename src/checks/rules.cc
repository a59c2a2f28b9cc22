// SPDX-License-Identifier: Apache-2.0
#include "checks/rules.h"

#include <algorithm>

#include "checks/messages.h"

namespace magneto::internal::checks {
namespace {

constexpr std::string_view kPutFirst[] = {"TableName"};
constexpr std::string_view kUpdateFirst[] = {"TableName", "ReturnValues"};
constexpr std::string_view kQueryFirst[] = {"TableName", "ReturnConsumedCapacity"};
constexpr std::string_view kTransactFirst[] = {"ClientRequestToken"};
constexpr std::string_view kCreateFirst[] = {
    "AttributeDefinitions",  "TableName", "BillingMode",
    "ProvisionedThroughput", "KeySchema", "GlobalSecondaryIndexes"};

constexpr Rules kRows[] = {
    {.input = "BatchGetItemInput",
     .gather = Gather::kAll,
     .bounds = Bounds::kNamed,
     .quoting = Quoting::kJson},
    {.input = "BatchWriteItemInput",
     .gather = Gather::kAll,
     .quoting = Quoting::kMembers,
     .empty_map = messages::kNoWriteRequests},
    {.input = "CreateTableInput",
     .gather = Gather::kAll,
     .first = kCreateFirst,
     .parameter = "TableName"},
    {.input = "DeleteItemInput",
     .gather = Gather::kEnums,
     .bounds = Bounds::kNamed,
     .first = kPutFirst,
     .bare_enum = "ReturnValues"},
    {.input = "GetItemInput", .bounds = Bounds::kNamed},
    {.input = "PutItemInput",
     .gather = Gather::kEnums,
     .bounds = Bounds::kNamed,
     .first = kPutFirst,
     .bare_enum = "ReturnValues"},
    {.input = "QueryInput", .bounds = Bounds::kNamed, .first = kQueryFirst},
    {.input = "ScanInput", .bounds = Bounds::kNamed},
    {.input = "SearchVectorsInput", .bounds = Bounds::kNamed, .missing_field = true},
    {.input = "TransactGetItemsInput", .gather = Gather::kAll},
    {.input = "TransactWriteItemsInput", .gather = Gather::kAll, .first = kTransactFirst},
    {.input = "UpdateItemInput",
     .gather = Gather::kMissing,
     .bounds = Bounds::kNamed,
     .first = kUpdateFirst,
     .bare_enum = "ReturnValues"},
};

}  // namespace

const Rules& rules_of(const model::Shape& input) {
  static constexpr Rules kNone = {};
  const auto* const found = std::ranges::find(kRows, input.name, &Rules::input);
  return found == std::ranges::end(kRows) ? kNone : *found;
}

}  // namespace magneto::internal::checks
