// SPDX-License-Identifier: Apache-2.0
#include "operations/tables/throughput_mode.h"

#include <optional>

#include "checks/validate.h"
#include "model/generated/shape_tables.h"
#include "model/shape_access.h"

namespace magneto::internal::operations {
namespace {

struct UnlistedMembers {
  std::optional<model::Enum<model::BillingMode>> table_throughput_mode = {};
};

constexpr model::Member kMembers[] = {
    model::member_of<&UnlistedMembers::table_throughput_mode>(
        "TableThroughputMode", "tableThroughputMode", model::table::kBillingMode),
};
constinit const model::Shape kShape = {
    .name = "CreateTableInput", .kind = model::Kind::kStructure, .members = kMembers};

}  // namespace

Result<void> read_throughput_mode(Context& context, json::ParsedBody body,
                                  model::CreateTableInput& input) {
  UnlistedMembers unlisted;
  MAGNETO_RETURN_IF_ERROR(
      json::RequestParser::decode(body, kShape, context.wording.values, context.arena, &unlisted));
  MAGNETO_RETURN_IF_ERROR(checks::validate(kShape, &unlisted, checks::Wording::kLegacy));
  if (!input.billing_mode) input.billing_mode = unlisted.table_throughput_mode;
  return {};
}

}  // namespace magneto::internal::operations
