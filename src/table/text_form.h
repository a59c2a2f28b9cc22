// SPDX-License-Identifier: Apache-2.0
//
// Rewrites an expression that is given as text: its placeholders and its plain names become
// placeholders of the request. Everything else stays as it is, so what is wrong with it the
// service says in its own words.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "magneto/result.h"
#include "table/node.h"

namespace magneto::internal::table {

class ExpressionWriter;

/// Whether one pair of parentheses is around the whole of it.
bool is_parenthesised(std::string_view text);

class TextForm {
 public:
  /// Of an update, SET, REMOVE, ADD and DELETE are words of the language. REQUIRES: `text` and
  /// `writer` outlive it.
  TextForm(const Text& text, bool update, ExpressionWriter& writer)
      : text_(text), update_(update), writer_(writer) {}

  /// Errors: kInvalidArgument, for placeholders that are not given, not used, or none.
  magneto::Result<std::string> rewritten();

 private:
  magneto::Result<std::string> token(std::string_view token, std::string_view behind);
  magneto::Result<void> check_placeholders() const;
  bool is_keyword(std::string_view word) const;

  const Text& text_;
  bool update_;
  ExpressionWriter& writer_;
  std::set<std::string, std::less<>> used_;
};

}  // namespace magneto::internal::table
