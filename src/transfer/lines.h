// SPDX-License-Identifier: Apache-2.0
//
// Lines: the lines of a source, with their numbers.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "objects/object_store.h"

namespace magneto::internal::transfer {

class Lines {
 public:
  /// A line of more bytes is refused.
  static constexpr std::size_t kMaxBytes = std::size_t{16} << 20;

  explicit Lines(objects::ByteSource& source) : source_(source) {}

  /// Without its newline; valid until the next call. False at the end. The last line needs no
  /// newline. Errors: the source's; kCorruption where a line is too long.
  internal::Result<bool> next(std::string_view& line);
  /// Of the line that came last, from 1.
  std::uint64_t number() const { return number_; }

 private:
  internal::Result<bool> read_more();

  objects::ByteSource& source_;
  std::string buffer_;
  std::size_t at_ = 0;
  std::uint64_t number_ = 0;
  bool ended_ = false;
};

}  // namespace magneto::internal::transfer
