// SPDX-License-Identifier: Apache-2.0
#include "operations/core/throttle.h"

#include <algorithm>
#include <charconv>

#include "json/codec.h"

namespace magneto::internal::operations {
namespace {

bool read_units(std::string_view text, double& units) {
  std::uint32_t whole = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), whole);
  units = whole;
  return read.ec == std::errc() && read.ptr == text.data() + text.size();
}

/// How a table that is used up refuses. The reasons and members are the API reference's, the first
/// text is the developer guide's, the second was seen by users of the service.
struct Words {
  ErrorCode code;
  std::string_view message;
  std::string_view member;
  std::string_view reads;
  std::string_view writes;
};
constexpr Words kProvisioned = {
    ErrorCode::kProvisionedThroughputExceeded,
    "The level of configured provisioned throughput for the table was exceeded. Consider "
    "increasing your provisioning level with the UpdateTable API.",
    "ThrottlingReasons", "TableReadProvisionedThroughputExceeded",
    "TableWriteProvisionedThroughputExceeded"};
constexpr Words kOnDemand = {
    ErrorCode::kThrottling,
    "Throughput exceeds the maximum OnDemandThroughput configured on table or index",
    "throttlingReasons", "TableReadMaxOnDemandThroughputExceeded",
    "TableWriteMaxOnDemandThroughputExceeded"};

}  // namespace

Result<TableLimit> read_table_limit(std::string_view text) {
  const std::size_t equals = text.find('=');
  const std::size_t comma = text.find(',');
  TableLimit limit;
  if (equals != text.npos && equals > 0 && comma != text.npos && comma > equals) {
    limit.table = text.substr(0, equals);
    if (read_units(text.substr(equals + 1, comma - equals - 1), limit.reads) &&
        read_units(text.substr(comma + 1), limit.writes)) {
      return limit;
    }
  }
  return Error(ErrorCode::kInvalidArgument,
               "--throttle wants TABLE=READS,WRITES, units a second: " + std::string(text));
}

Throttle::Throttle(const std::vector<TableLimit>& limits, const Clock& clock) : clock_(clock) {
  const std::int64_t now_ms = clock.now_ms();
  for (const TableLimit& each : limits) {
    reads_[each.table] = {each.reads, each.reads, now_ms};
    writes_[each.table] = {each.writes, each.writes, now_ms};
  }
}

Throttle::Bucket* Throttle::find(std::string_view table, Traffic traffic) {
  auto& buckets = traffic == Traffic::kReads ? reads_ : writes_;
  const auto found = buckets.find(table);
  if (found == buckets.end()) return nullptr;
  Bucket& bucket = found->second;
  const std::int64_t now_ms = clock_.now_ms();
  const double seconds =
      static_cast<double>(std::max<std::int64_t>(0, now_ms - bucket.filled_ms)) / 1000;
  bucket.level = std::min(bucket.rate, bucket.level + bucket.rate * seconds);
  bucket.filled_ms = now_ms;
  return &bucket;
}

bool Throttle::admits(std::string_view table, Traffic traffic) {
  const MutexLock lock(mutex_);
  const Bucket* const bucket = find(table, traffic);
  return bucket == nullptr || bucket->level > 0;
}

void Throttle::charge(std::string_view table, Traffic traffic, double units) {
  const MutexLock lock(mutex_);
  if (Bucket* const bucket = find(table, traffic); bucket != nullptr) bucket->level -= units;
}

Error throughput_exceeded(const catalog::Table& table, Traffic traffic) {
  const Words& words = table.on_demand ? kOnDemand : kProvisioned;
  const model::ThrottlingReason reason = {traffic == Traffic::kReads ? words.reads : words.writes,
                                          table.arn};
  json::JsonWriter members;
  members.key(words.member);
  members.begin_array();
  json::encode(reason, members);
  members.end_array();
  return Error(words.code, std::string(words.message), std::string(members.text()));
}

}  // namespace magneto::internal::operations
