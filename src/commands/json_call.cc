// SPDX-License-Identifier: Apache-2.0
#include "commands/json_call.h"

#include <string>

#include "magneto/json.h"

namespace magneto::internal::commands {

std::string request_text(std::string_view operation, const Map& request) {
  return std::string(operation) + ' ' + to_plain_json(request);
}

magneto::Result<Map> call_operation(const Client& client, std::string_view operation,
                                    const Map& request) {
  magneto::Result<std::string> answer = client.call_json(operation, to_plain_json(request)).get();
  if (!answer) return answer.error();
  if (answer->empty()) return Map();
  return item_from_plain_json(*answer);
}

}  // namespace magneto::internal::commands
