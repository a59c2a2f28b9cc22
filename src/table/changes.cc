// SPDX-License-Identifier: Apache-2.0
#include "table/changes.h"

#include "client/core.h"

namespace magneto::internal::table {

EventLoop loop_of(const Client& client) { return client.core()->loop->get(); }

CallContext::TimePoint now_of(const Client& client) { return client.core()->steady_now(); }

}  // namespace magneto::internal::table
