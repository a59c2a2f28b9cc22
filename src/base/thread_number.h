// SPDX-License-Identifier: Apache-2.0
//
// A number for each thread, for what is kept once per slot so that threads on different cores seldom
// meet: `slots[thread_number() % kSlots]`.
#pragma once

#include <cstddef>

namespace magneto::internal {

/// The same on each call of one thread. Threads get numbers in turn, so those begun one after the
/// other have different slots. Thread safe.
std::size_t thread_number();

}  // namespace magneto::internal
