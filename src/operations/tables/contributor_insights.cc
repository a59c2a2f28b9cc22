// SPDX-License-Identifier: Apache-2.0
//
// DescribeContributorInsights, ListContributorInsights, UpdateContributorInsights: a setting of
// tables and global indexes, kept and described. (What it is about, Magneto says under /metrics.)
// Order of checks: the table exists, the index exists and is a global one, the table and then the
// index are ACTIVE. Observed on the service in October 2026.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "operations/core/table_name.h"
#include "operations/core/timestamp.h"
#include "operations/tables/table_operations.h"

namespace magneto::internal::operations {
namespace {

using catalog::ContributorInsights;
using Mode = model::ContributorInsightsMode;
using Status = model::ContributorInsightsStatus;

constexpr Mode kAllKeys = Mode::kAccessedAndThrottledKeys;
constexpr std::size_t kMaxResults = 100;

Error index_not_found(std::string_view index, std::string_view table) {
  return {ErrorCode::kResourceNotFound,
          "Requested resource not found: Index: " + std::string(index) +
              " not found for table: " + std::string(table)};
}

Error not_active(std::string_view which) {
  return validation_error("Table or Index is not in a valid state to update Key Access Insights: " +
                          std::string(which) + " must be ACTIVE to enable ContributorInsights.");
}

Status status_of(const ContributorInsights& insights, std::int64_t now_ms) {
  if (now_ms < insights.transition_ends_ms)
    return insights.enabled ? Status::kEnabling : Status::kDisabling;
  return insights.enabled ? Status::kEnabled : Status::kDisabled;
}

/// What a request names: a table, or a global index of it. `Table` may be const.
template <class Table>
Result<decltype(&std::declval<Table&>().insights)> find_insights(
    Table& table, const std::optional<std::string_view>& index_name) {
  if (!index_name) return &table.insights;
  for (auto& index : table.indexes) {
    if (index->name == *index_name && !index->local) return &index->insights;
  }
  return index_not_found(*index_name, table.name);
}

/// The names of the rules that CloudWatch would have: of accessed (C) and throttled (T) partition
/// keys, and of keys with their sort keys.
std::span<const std::string_view> rule_names(Arena& arena, const catalog::Table& table,
                                             const catalog::Index* index,
                                             const ContributorInsights& insights) {
  const keys::KeySchema& schema = index == nullptr ? table.schema : index->schema;
  std::vector<std::string_view> kinds;
  for (const std::string_view kind : {"PKC", "PKT", "SKC", "SKT"}) {
    if (kind[0] == 'S' && schema.sort.empty()) continue;
    if (kind[2] == 'C' && insights.mode != model::word_of(kAllKeys)) continue;
    kinds.push_back(kind);
  }
  auto names = arena.make_span<std::string_view>(kinds.size());
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    std::string name = "DynamoDBContributorInsights-" + std::string(kinds[i]) + "-" + table.name;
    if (index != nullptr) name += "-" + index->name;
    names[i] = arena.copy(name + "-" + std::to_string(insights.enabled_ms));
  }
  return names;
}

/// The setting as the request wants it; false where it is so already.
bool apply(ContributorInsights& insights, const model::UpdateContributorInsightsInput& input,
           std::int64_t now_ms, std::int64_t transition_delay_ms) {
  const bool enable =
      *input.contributor_insights_action == model::ContributorInsightsAction::kEnable;
  const std::string_view mode =
      enable ? input.contributor_insights_mode.value_or(kAllKeys).text() : insights.mode;
  if (enable == insights.enabled && mode == insights.mode) return false;
  if (enable && !insights.enabled) insights.enabled_ms = now_ms;
  insights.enabled = enable;
  insights.mode = mode;
  insights.updated_ms = now_ms;
  insights.transition_ends_ms = end_of_transition(now_ms, transition_delay_ms);
  return true;
}

}  // namespace

Result<model::DescribeContributorInsightsOutput> describe_contributor_insights(
    Context& context, const model::DescribeContributorInsightsInput& input) {
  MAGNETO_ASSIGN_OR_RETURN(context.table, find_created_table(context, *input.table_name));
  const catalog::Table& table = *context.table;
  MAGNETO_ASSIGN_OR_RETURN(const ContributorInsights* insights,
                           find_insights(table, input.index_name));
  model::DescribeContributorInsightsOutput output{
      .table_name = table.name,
      .index_name = input.index_name,
      .contributor_insights_status = status_of(*insights, context.services.clock.now_ms())};
  if (insights->updated_ms == 0) return output;
  output.last_update_date_time = to_seconds(insights->updated_ms);
  output.contributor_insights_mode = model::Enum<Mode>(insights->mode);
  if (insights->enabled) {
    const catalog::Index* index = input.index_name ? table.find_index(*input.index_name) : nullptr;
    output.contributor_insights_rule_list = rule_names(context.arena, table, index, *insights);
  }
  return output;
}

Result<model::UpdateContributorInsightsOutput> update_contributor_insights(
    Context& context, const model::UpdateContributorInsightsInput& input) {
  MAGNETO_ASSIGN_OR_RETURN(context.table, find_created_table(context, *input.table_name));
  const std::int64_t now_ms = context.services.clock.now_ms();
  // Of a setting that is so already the status is answered that it has come to.
  bool changed = false;
  const auto change = [&](catalog::Table& table) -> Result<void> {
    MAGNETO_ASSIGN_OR_RETURN(ContributorInsights* const insights,
                             find_insights(table, input.index_name));
    const catalog::Index* index = input.index_name ? table.find_index(*input.index_name) : nullptr;
    if (index != nullptr && index->status != catalog::Status::kActive)
      return not_active("IndexStatus");
    changed = apply(*insights, input, now_ms, context.services.transition_delay_ms);
    return {};
  };
  MAGNETO_ASSIGN_OR_RETURN(context.table,
                           context.services.catalog.update(context.table->name, change));
  MAGNETO_ASSIGN_OR_RETURN(const ContributorInsights* insights,
                           find_insights(*context.table, input.index_name));
  model::UpdateContributorInsightsOutput output{.table_name = context.table->name,
                                                .index_name = input.index_name};
  output.contributor_insights_status =
      changed ? (insights->enabled ? Status::kEnabling : Status::kDisabling)
              : status_of(*insights, now_ms);
  if (!insights->mode.empty()) output.contributor_insights_mode = model::Enum<Mode>(insights->mode);
  return output;
}

namespace {

// A place in the list of all tables, each followed by its indexes; behind it a page goes on. Names
// have no '/'.
struct Place {
  std::string_view table;
  std::string_view index;

  static Place read(std::string_view token) {
    const std::size_t slash = std::min(token.find('/'), token.size());
    return {token.substr(0, slash), token.substr(std::min(slash + 1, token.size()))};
  }
};

class Summaries {
 public:
  Summaries(Context& context, std::size_t limit, std::optional<Place> start)
      : context_(context), limit_(limit), start_(start) {}

  /// Adds those of one table. False: the page is full, and there is more.
  bool add(const catalog::Table& table) {
    if (!add(table, {}, table.insights)) return false;
    return std::ranges::all_of(
        table.indexes, [&](const auto& index) { return add(table, index->name, index->insights); });
  }

  model::ListContributorInsightsOutput output() const {
    model::ListContributorInsightsOutput output;
    auto copies = context_.arena.make_span<model::ContributorInsightsSummary>(found_.size());
    std::ranges::copy(found_, copies.begin());
    output.contributor_insights_summaries = copies;
    if (is_full_) {
      const auto& last = found_.back();
      output.next_token = context_.arena.copy(std::string(*last.table_name) + "/" +
                                              std::string(last.index_name.value_or("")));
    }
    return output;
  }

 private:
  bool add(const catalog::Table& table, std::string_view index,
           const ContributorInsights& insights) {
    if (start_) {
      // Goes on behind the entry that the token names, which may be gone.
      if (table.name == start_->table && index == start_->index) {
        start_.reset();
        return true;
      }
      if (table.name == start_->table) return true;
      start_.reset();
    }
    const Status status = status_of(insights, context_.services.clock.now_ms());
    if (status == Status::kDisabled) return true;
    if (found_.size() == limit_) {
      is_full_ = true;
      return false;
    }
    Arena& arena = context_.arena;
    model::ContributorInsightsSummary summary{.table_name = arena.copy(table.name)};
    if (!index.empty()) summary.index_name = arena.copy(index);
    summary.contributor_insights_status = status;
    summary.contributor_insights_mode = model::Enum<Mode>(arena.copy(insights.mode));
    found_.push_back(summary);
    return true;
  }

  Context& context_;
  std::size_t limit_;
  std::optional<Place> start_;
  std::vector<model::ContributorInsightsSummary> found_;
  bool is_full_ = false;
};

}  // namespace

// (The service answers empty pages too when no table is named; a page here is full or the last.)
Result<model::ListContributorInsightsOutput> list_contributor_insights(
    Context& context, const model::ListContributorInsightsInput& input) {
  std::optional<Place> start;
  if (input.next_token) start = Place::read(*input.next_token);
  const std::int64_t asked = input.max_results.value_or(kMaxResults);
  const std::size_t limit = asked > 0 ? static_cast<std::size_t>(asked) : kMaxResults;
  Summaries summaries(context, limit, start);
  if (input.table_name) {
    MAGNETO_ASSIGN_OR_RETURN(context.table, find_created_table(context, *input.table_name));
    summaries.add(*context.table);
    return summaries.output();
  }
  const auto tables = context.services.catalog.snapshot();
  auto next = start ? tables->lower_bound(start->table) : tables->begin();
  while (next != tables->end() && summaries.add(*next->second)) ++next;
  return summaries.output();
}

}  // namespace magneto::internal::operations
