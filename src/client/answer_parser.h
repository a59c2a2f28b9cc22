// SPDX-License-Identifier: Apache-2.0
//
// The body of a success to a struct, or to a struct and encoded items. Parsers keep their buffers,
// so they are lent to one answer after the other.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "client/shape.h"
#include "magneto/connection.h"
#include "magneto/item_view.h"

namespace magneto::internal::client {

/// Thread safe.
class AnswerParsers {
 public:
  AnswerParsers();
  ~AnswerParsers();
  AnswerParsers(const AnswerParsers&) = delete;
  AnswerParsers& operator=(const AnswerParsers&) = delete;

  /// Fills in the struct of that shape. Nothing, or what is wrong.
  std::optional<std::string> read(const Answer& answer, const Shape& shape, void* to);
  /// The same, with the members Item, Items and Attributes encoded to `items` instead.
  std::optional<std::string> read(const Answer& answer, const Shape& shape, void* to,
                                  EncodedItems& items);

 private:
  struct Rep;
  std::unique_ptr<Rep> rep_;
};

}  // namespace magneto::internal::client
