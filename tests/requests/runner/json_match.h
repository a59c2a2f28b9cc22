// SPDX-License-Identifier: Apache-2.0
//
// Whether an answer is what a script expects (script.h has the rules).
#pragma once

#include <string>
#include <string_view>

namespace magneto::internal::script {

/// Empty when `answer` matches; else where and how it does not. Both are JSON objects.
std::string mismatch(std::string_view expected, std::string_view answer);

/// The member, or the element of a list ("0"), as JSON; empty when there is none.
std::string member_of(std::string_view json, std::string_view name);

/// The member's text, if it is a string.
std::string string_member_of(std::string_view json, std::string_view name);

/// The object without some of its members.
std::string without_members(std::string_view json, std::initializer_list<std::string_view> names);

}  // namespace magneto::internal::script
