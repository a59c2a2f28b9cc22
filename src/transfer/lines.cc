// SPDX-License-Identifier: Apache-2.0
#include "transfer/lines.h"

namespace magneto::internal::transfer {

internal::Result<bool> Lines::read_more() {
  constexpr std::size_t kRead = 256 << 10;
  if (ended_) return false;
  buffer_.erase(0, at_);
  at_ = 0;
  if (buffer_.size() > kMaxBytes) {
    return internal::Error(internal::ErrorCode::kCorruption, "a line is too long");
  }
  const std::size_t old = buffer_.size();
  buffer_.resize(old + kRead);
  internal::Result<std::size_t> read = source_.read(buffer_.data() + old, kRead);
  buffer_.resize(old + (read.ok() ? *read : 0));
  if (!read.ok()) return std::move(read).error();
  ended_ = *read == 0;
  return !ended_;
}

internal::Result<bool> Lines::next(std::string_view& line) {
  std::size_t looked = at_;
  for (;;) {
    const std::size_t end = buffer_.find('\n', looked);
    if (end != std::string::npos) {
      line = std::string_view(buffer_).substr(at_, end - at_);
      at_ = end + 1;
      ++number_;
      return true;
    }
    const std::size_t rest = buffer_.size() - at_;
    MAGNETO_ASSIGN_OR_RETURN(const bool more, read_more());
    if (!more) break;
    looked = at_ + rest;
  }
  if (at_ == buffer_.size()) return false;
  line = std::string_view(buffer_).substr(at_);
  at_ = buffer_.size();
  ++number_;
  return true;
}

}  // namespace magneto::internal::transfer
