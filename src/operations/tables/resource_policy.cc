// SPDX-License-Identifier: Apache-2.0
//
// GetResourcePolicy, PutResourcePolicy, DeleteResourcePolicy. Policies are kept and answered, not
// enforced: Magneto knows no identities but its keys. Order of checks: the ARN; the document; that
// it does not lock its author out; the table exists and has been created; the stream exists; the
// expected revision. A document that is equal to the one there changes nothing. Observed on the
// service in October 2026 (which makes one wait 15 seconds between changes).
#include <algorithm>
#include <optional>
#include <string>

#include "operations/core/table_name.h"
#include "operations/tables/resource_arn.h"
#include "operations/tables/table_operations.h"
#include "policy/policy_document.h"

namespace magneto::internal::operations {
namespace {

using catalog::ResourcePolicy;

/// As ExpectedRevisionId: there is to be no policy yet.
constexpr std::string_view kNoPolicy = "NO_POLICY";

Error policy_not_found(std::string_view what) {
  return {ErrorCode::kPolicyNotFound,
          "Resource-based policy not found for the provided ResourceArn: " + std::string(what)};
}

Error stream_not_found(const ResourceName& name) {
  return {ErrorCode::kResourceNotFound,
          "Requested resource not found: Stream: " + std::string(name.stream_label) +
              " not found for Table: " + std::string(name.table)};
}

/// The policy of what the name names; `Table` may be const.
template <class Table>
Result<decltype(&std::declval<Table&>().policy)> find_policy(Table& table,
                                                             const ResourceName& name) {
  if (name.stream_label.empty()) return &table.policy;
  for (auto& stream : table.streams) {
    if (stream.label == name.stream_label) return &stream.policy;
  }
  return stream_not_found(name);
}

/// The end of the second text is not known: the witness cuts it.
Result<void> check_revision(const ResourcePolicy& policy, const ResourceName& name,
                            const std::optional<std::string_view>& expected) {
  if (!expected) return {};
  const std::string revision = std::to_string(policy.revision_ms);
  if (policy.exists() ? *expected == revision : *expected == kNoPolicy) return {};
  const std::string owner = name.stream_label.empty() ? "table " + std::string(name.table)
                                                      : "stream " + std::string(name.stream_label);
  const std::string requested =
      "Requested update for policy with revision id " + std::string(*expected) + ", but ";
  if (!policy.exists()) return policy_not_found(requested + owner + " has no associated policy");
  return policy_not_found(requested + "the policy associated to target " + owner +
                          " with revision id " + revision + " did not match");
}

/// A revision is the time of the change, and none is given twice.
std::int64_t next_revision(const Context& context, const ResourcePolicy& policy) {
  return std::max(context.services.clock.now_ms(), policy.revision_ms + 1);
}

std::string_view revision_id(Context& context, std::int64_t revision_ms) {
  return context.arena.copy(std::to_string(revision_ms));
}

}  // namespace

Result<model::GetResourcePolicyOutput> get_resource_policy(
    Context& context, const model::GetResourcePolicyInput& input) {
  MAGNETO_ASSIGN_OR_RETURN(const ResourceName name, read_resource_arn(*input.resource_arn));
  MAGNETO_ASSIGN_OR_RETURN(context.table, find_created_table(context, name.table));
  MAGNETO_ASSIGN_OR_RETURN(const ResourcePolicy* policy, find_policy(*context.table, name));
  if (!policy->exists()) return policy_not_found(*input.resource_arn);
  return model::GetResourcePolicyOutput{
      .policy = context.arena.copy(policy::answered_policy(policy->document)),
      .revision_id = revision_id(context, policy->revision_ms)};
}

Result<model::PutResourcePolicyOutput> put_resource_policy(
    Context& context, const model::PutResourcePolicyInput& input) {
  MAGNETO_ASSIGN_OR_RETURN(const ResourceName name, read_resource_arn(*input.resource_arn));
  MAGNETO_ASSIGN_OR_RETURN(
      const policy::PolicyDocument document,
      policy::read_policy_document(
          *input.policy,
          name.stream_label.empty() ? policy::PolicyTarget::kTable : policy::PolicyTarget::kStream,
          context.services.catalog.options().account));
  if (document.locks_owner_out && !input.confirm_remove_self_resource_access.value_or(false))
    return Error(ErrorCode::kAccessDenied,
                 "The new resource policy will not allow you to update the resource policy in the "
                 "future.");
  MAGNETO_ASSIGN_OR_RETURN(context.table, find_created_table(context, name.table));

  const auto change = [&](catalog::Table& table) -> Result<void> {
    MAGNETO_ASSIGN_OR_RETURN(ResourcePolicy* const policy, find_policy(table, name));
    MAGNETO_RETURN_IF_ERROR(check_revision(*policy, name, input.expected_revision_id));
    if (policy->document != document.canonical)
      *policy = {document.canonical, next_revision(context, *policy)};
    return {};
  };
  MAGNETO_ASSIGN_OR_RETURN(context.table, context.services.catalog.update(name.table, change));
  MAGNETO_ASSIGN_OR_RETURN(const ResourcePolicy* policy, find_policy(*context.table, name));
  return model::PutResourcePolicyOutput{.revision_id = revision_id(context, policy->revision_ms)};
}

// Of a table that never had one the answer says nothing; of one that had one, when it was removed.
Result<model::DeleteResourcePolicyOutput> delete_resource_policy(
    Context& context, const model::DeleteResourcePolicyInput& input) {
  MAGNETO_ASSIGN_OR_RETURN(const ResourceName name, read_resource_arn(*input.resource_arn));
  MAGNETO_ASSIGN_OR_RETURN(context.table, find_created_table(context, name.table));
  std::int64_t answered_ms = 0;
  const auto change = [&](catalog::Table& table) -> Result<void> {
    MAGNETO_ASSIGN_OR_RETURN(ResourcePolicy* const policy, find_policy(table, name));
    MAGNETO_RETURN_IF_ERROR(check_revision(*policy, name, input.expected_revision_id));
    answered_ms = policy->revision_ms;
    if (policy->exists()) *policy = {{}, next_revision(context, *policy)};
    return {};
  };
  MAGNETO_ASSIGN_OR_RETURN(context.table, context.services.catalog.update(name.table, change));
  model::DeleteResourcePolicyOutput output;
  if (answered_ms != 0) output.revision_id = revision_id(context, answered_ms);
  return output;
}

}  // namespace magneto::internal::operations
