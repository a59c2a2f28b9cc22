// SPDX-License-Identifier: Apache-2.0
//
// The members of a JSON object, as text, one after the other: for who wants one of them, or hands
// the values on as they are. Nothing is copied or decoded.
//
//   JsonMembers members(text);
//   while (const auto member = members.next()) { ... member->name, member->value ... }
//   if (!members.ended()) ...                  // it was no object
#pragma once

#include <optional>
#include <string_view>

namespace magneto::internal {

class JsonMembers {
 public:
  struct Member {
    std::string_view name;   ///< What stands between the quotes, escapes and all.
    std::string_view value;  ///< Without the blanks around it. Need not be JSON within.
  };

  explicit JsonMembers(std::string_view object) : text_(object) {}

  /// Nothing behind the last one, and where something is wrong.
  std::optional<Member> next();
  /// Whether the object has ended, and only blanks follow.
  bool ended() const { return state_ == State::kEnded; }

 private:
  enum class State { kBegin, kBetween, kEnded, kWrong };

  std::optional<Member> read_member();
  void skip_blanks();
  bool take(char c);
  bool skip_text();
  bool skip_value();
  bool skip_nested();
  void end();

  const std::string_view text_;
  std::size_t at_ = 0;
  State state_ = State::kBegin;
};

}  // namespace magneto::internal
