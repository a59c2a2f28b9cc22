// SPDX-License-Identifier: Apache-2.0
#include "model/unlisted.h"

#include "model/generated/shape_tables.h"
#include "model/shape_access.h"

namespace magneto::internal::model::table {

constexpr Member kThroughputModeSummaryMembers[] = {
    member_of<&BillingModeSummary::billing_mode>("TableThroughputMode", "tableThroughputMode",
                                                 kBillingMode),
    member_of<&BillingModeSummary::last_update_to_pay_per_request_date_time>(
        "LastUpdateToPayPerRequestDateTime", "lastUpdateToPayPerRequestDateTime", kDate),
};
constinit const Shape kThroughputModeSummary = {.name = "TableThroughputModeSummary",
                                                .kind = Kind::kStructure,
                                                .members = kThroughputModeSummaryMembers};

}  // namespace magneto::internal::model::table
