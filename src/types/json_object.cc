// SPDX-License-Identifier: Apache-2.0
#include "types/json_object.h"

#include <simdjson.h>

namespace magneto::internal::types {

bool is_json_object(std::string_view text) {
  static thread_local simdjson::dom::parser parser;
  simdjson::dom::object object;
  return parser.parse(text.data(), text.size()).get(object) == simdjson::SUCCESS;
}

}  // namespace magneto::internal::types
