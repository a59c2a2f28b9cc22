// SPDX-License-Identifier: Apache-2.0
//
// For tests: records out of a text.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "formats/record_reader.h"
#include "json/json_writer.h"

namespace magneto::internal::formats {

class TextSource : public objects::ByteSource {
 public:
  explicit TextSource(std::string text) : text_(std::move(text)) {}
  Result<std::size_t> read(char* to, std::size_t room) override {
    const std::size_t size = std::min({room, std::size_t{5}, text_.size() - at_});
    text_.copy(to, size, at_);
    at_ += size;
    return size;
  }

 private:
  std::string text_;
  std::size_t at_ = 0;
};

/// What is found, in order: items as JSON, "bad: ..." and "broken: ..." with the problem.
inline std::vector<std::string> read_records(Format format, const std::string& text,
                                             const CsvOptions& options = {}) {
  RecordReader reader(std::make_unique<TextSource>(text), format, options);
  std::vector<std::string> found;
  while (true) {
    Arena arena;
    Record record;
    switch (reader.next(arena, record).value()) {
      case Found::kRecord: {
        json::JsonWriter writer;
        json::write_item(writer, *record.put.item);
        found.emplace_back(writer.text());
        break;
      }
      case Found::kBadRecord:
        found.push_back("bad: " + record.problem);
        break;
      case Found::kBrokenObject:
        found.push_back("broken: " + record.problem);
        break;
      case Found::kEnd:
        return found;
    }
  }
}

using Records = std::vector<std::string>;

}  // namespace magneto::internal::formats
