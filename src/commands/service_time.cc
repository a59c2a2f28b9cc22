// SPDX-License-Identifier: Apache-2.0
#include "commands/service_time.h"

#include <memory>

#include "client/core.h"

namespace magneto::internal::commands {

std::optional<std::time_t> time_of_date(const std::string& date) {
  std::tm time{};
  if (strptime(date.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &time) == nullptr) return std::nullopt;
  return timegm(&time);
}

std::optional<std::time_t> service_time(const Client& client) {
  const std::shared_ptr<Connection>& connection = client.core()->connection;
  if (!connection) return std::nullopt;
  const magneto::Result<Answer> answer =
      connection->exchange({.target = "DynamoDB_20120810.ListTables", .body = R"({"Limit":1})"});
  if (!answer) return std::nullopt;
  return time_of_date(std::string(answer->header("Date")));
}

}  // namespace magneto::internal::commands
