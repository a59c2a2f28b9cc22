// SPDX-License-Identifier: Apache-2.0
#include "base/json_members.h"

#include <algorithm>

namespace magneto::internal {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

}  // namespace

std::optional<JsonMembers::Member> JsonMembers::next() {
  if (state_ == State::kEnded || state_ == State::kWrong) return std::nullopt;
  const bool first = state_ == State::kBegin;
  state_ = State::kWrong;
  if (first && !take('{')) return std::nullopt;
  if (take('}')) {
    end();
    return std::nullopt;
  }
  if (!first && !take(',')) return std::nullopt;
  const std::optional<Member> member = read_member();
  if (member) state_ = State::kBetween;
  return member;
}

std::optional<JsonMembers::Member> JsonMembers::read_member() {
  skip_blanks();
  const std::size_t name = at_;
  if (!skip_text()) return std::nullopt;
  const std::size_t behind_name = at_;
  if (!take(':')) return std::nullopt;
  skip_blanks();
  const std::size_t value = at_;
  if (!skip_value()) return std::nullopt;
  return Member{text_.substr(name + 1, behind_name - name - 2), text_.substr(value, at_ - value)};
}

void JsonMembers::end() {
  skip_blanks();
  if (at_ == text_.size()) state_ = State::kEnded;
}

void JsonMembers::skip_blanks() {
  at_ = std::min(text_.find_first_not_of(kBlanks, at_), text_.size());
}

bool JsonMembers::take(char c) {
  skip_blanks();
  if (at_ == text_.size() || text_[at_] != c) return false;
  ++at_;
  return true;
}

bool JsonMembers::skip_text() {
  if (at_ == text_.size() || text_[at_] != '"') return false;
  for (++at_; at_ < text_.size(); ++at_) {
    if (text_[at_] == '\\') {
      if (++at_ == text_.size()) return false;
    } else if (text_[at_] == '"') {
      ++at_;
      return true;
    }
  }
  return false;
}

bool JsonMembers::skip_value() {
  if (at_ == text_.size()) return false;
  if (text_[at_] == '"') return skip_text();
  if (text_[at_] == '{' || text_[at_] == '[') return skip_nested();
  const std::size_t begin = at_;
  at_ = std::min(text_.find_first_of(",:{}[]\" \t\r\n", at_), text_.size());
  return at_ > begin;
}

bool JsonMembers::skip_nested() {
  std::size_t depth = 0;
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (c == '"') {
      if (!skip_text()) return false;
      continue;
    }
    ++at_;
    if (c == '{' || c == '[') ++depth;
    if ((c == '}' || c == ']') && --depth == 0) return true;
  }
  return false;
}

}  // namespace magneto::internal
