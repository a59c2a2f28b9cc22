// SPDX-License-Identifier: Apache-2.0
//
// Any text as a policy document: what is accepted is accepted again in its own form, and does not
// change.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "policy/policy_document.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace magneto::internal;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const auto target : {policy::PolicyTarget::kTable, policy::PolicyTarget::kStream}) {
    const auto document = policy::read_policy_document(text, target, "000000000000");
    if (!document.ok()) continue;
    const auto again = policy::read_policy_document(document->canonical, target, "000000000000");
    if (document->canonical.size() > policy::kMaxPolicyBytes) continue;  // Accounts grow.
    MAGNETO_CHECK(again.ok() && again->canonical == document->canonical);
  }
  return 0;
}
