// SPDX-License-Identifier: Apache-2.0
//
// Resource-based policies: an IAM policy document is checked and brought into the form in which the
// service answers it. Two documents that are equal in this form are the same policy. All of it
// observed on the service in October 2026, where not said otherwise:
//
//   - no white space; Version, Id, Statement; in a statement Sid, Effect, Principal, Action,
//     Resource, Condition, in this order
//   - a list of one element becomes the element; other lists stay as they are, but for principals,
//     which are named once
//   - an account's number as principal becomes the ARN of its root; "allow" becomes "Allow"
//   - one statement that is not in a list is put into one
//
// A policy without Version is not equal to the same one with "2008-10-17", though the service
// answers that version for it: answered_policy().
//
// Pure functions, thread safe. Cost: linear in the document.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace magneto::internal::policy {

enum class PolicyTarget : std::uint8_t { kTable, kStream };

/// What a policy document may take, white space included, in bytes.
inline constexpr std::size_t kMaxPolicyBytes = 20480;

struct PolicyDocument {
  std::string canonical;
  /// A statement without a condition denies everybody, or the account's root, PutResourcePolicy.
  bool locks_owner_out = false;
};

/// Errors (kValidation), as the service says them: too long; no JSON; a member that is missing,
/// unknown or of a wrong kind; names of actions or resources that do not belong to `target`; access
/// for everybody.
Result<PolicyDocument> read_policy_document(std::string_view text, PolicyTarget target,
                                            std::string_view account);

/// The document as GetResourcePolicy answers it.
std::string answered_policy(std::string_view canonical);

}  // namespace magneto::internal::policy
