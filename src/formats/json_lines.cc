// SPDX-License-Identifier: Apache-2.0
#include "formats/json_lines.h"

#include "formats/messages.h"

namespace magneto::internal::formats {

Found JsonLines::next(std::string& json, std::string& problem) {
  while (true) {
    json.clear();
    bool blank = true;
    int c = characters_.take();
    if (c == Characters::kEnd) return Found::kEnd;
    for (; c != '\n' && c != Characters::kEnd; c = characters_.take()) {
      if (json.size() == kMaxRecordBytes) {
        problem = messages::kTooLong;
        return Found::kBrokenObject;
      }
      blank = blank && (c == ' ' || c == '\t' || c == '\r');
      json += static_cast<char>(c);
    }
    if (!blank) return Found::kRecord;
  }
}

}  // namespace magneto::internal::formats
