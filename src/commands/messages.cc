// SPDX-License-Identifier: Apache-2.0
#include "commands/messages.h"

#include <cstdio>

namespace magneto::internal::commands {

void tell_cursor(const std::string& cursor) {
  std::fprintf(stderr, "There is more: --cursor %s\n", cursor.c_str());
}

}  // namespace magneto::internal::commands
