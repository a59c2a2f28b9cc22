// SPDX-License-Identifier: Apache-2.0
#include "commands/target.h"

#include <utility>

namespace magneto::internal::commands {

magneto::Result<Target> open_target(Session& session, const std::string& table) {
  session.about(table);
  magneto::Result<Client> client = session.client();
  if (!client) return client.error();
  Table handle = client->table(table);
  magneto::Result<TableInfo> info = handle.info().get();
  if (!info) return info.error();
  return Target{std::move(handle), std::move(*info)};
}

magneto::Error no_target(const std::string& table, const std::string& where) {
  return {ErrorCode::kAbsent,
          "there is no table " + table + " in " + where + "; --create makes it"};
}

}  // namespace magneto::internal::commands
