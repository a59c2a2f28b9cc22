// SPDX-License-Identifier: Apache-2.0
//
// JsonArray: the elements of an array, as texts, without reading all of it into memory. Says where
// an element begins and ends; whether it is JSON says its reader.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "formats/characters.h"

namespace magneto::internal::transfer {

class JsonArray {
 public:
  /// An element of more bytes is refused.
  static constexpr std::size_t kMaxBytes = std::size_t{16} << 20;

  explicit JsonArray(std::unique_ptr<objects::ByteSource> source)
      : characters_(std::move(source)) {}

  /// False at the end of the array, behind which nothing is. Errors: the source's; kCorruption.
  internal::Result<bool> next(std::string& element);
  /// On which the element begins, from 1.
  std::uint64_t line() const { return line_; }

 private:
  int take();
  void skip_blanks();
  internal::Result<bool> end();
  internal::Result<bool> read_element(std::string& element);
  bool read_string(std::string& element);
  internal::Error wrong(std::string what) const;

  formats::Characters characters_;
  std::uint64_t line_ = 1;
  std::uint64_t lines_ = 1;  ///< Read so far.
  bool begun_ = false;
};

}  // namespace magneto::internal::transfer
