// SPDX-License-Identifier: Apache-2.0
//
// JSON Lines: a record is what stands between two newlines. Lines of nothing but white space are
// passed over. A line that is no JSON ends the object, as on the service.
#pragma once

#include "formats/characters.h"
#include "formats/record_reader.h"

namespace magneto::internal::formats {

class JsonLines : public TextReader {
 public:
  explicit JsonLines(std::unique_ptr<objects::ByteSource> source)
      : characters_(std::move(source)) {}

  Found next(std::string& json, std::string& problem) override;
  bool ends_at_broken_json() const override { return true; }
  std::uint64_t bytes_read() const override { return characters_.taken(); }
  const std::optional<Error>& source_error() const override { return characters_.error(); }

 private:
  Characters characters_;
};

}  // namespace magneto::internal::formats
