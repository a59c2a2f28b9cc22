// SPDX-License-Identifier: Apache-2.0
//
// What the system refuses while the program asks for threads and memory ends it with a message.
#pragma once

#include <functional>

namespace magneto::internal::cli {

/// Runs it and gives its exit status; kFailure after a message when memory or a thread was refused.
int guarded(const std::function<int()>& run);

/// From now on a refusal that no caller can catch, in a thread or in a library, ends the program in
/// the same way. Whatever else would end in std::terminate still does.
void end_with_a_message_when_refused();

}  // namespace magneto::internal::cli
