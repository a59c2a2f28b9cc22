// SPDX-License-Identifier: Apache-2.0
//
// What this room says to people, in more than one of its files.
#pragma once

namespace magneto::internal::transport {

inline constexpr const char* kCallCancelled = "the call was cancelled";
inline constexpr const char* kOtherSideClosed = "the other side closed the connection";

}  // namespace magneto::internal::transport
