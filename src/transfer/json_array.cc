// SPDX-License-Identifier: Apache-2.0
#include "transfer/json_array.h"

namespace magneto::internal::transfer {
namespace {

bool is_blank(int c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

}  // namespace

internal::Error JsonArray::wrong(std::string what) const {
  if (characters_.error()) {
    return {characters_.error()->code(), characters_.error()->message()};
  }
  return {internal::ErrorCode::kCorruption, std::move(what)};
}

int JsonArray::take() {
  const int c = characters_.take();
  if (c == '\n') ++lines_;
  return c;
}

void JsonArray::skip_blanks() {
  while (is_blank(characters_.peek())) take();
}

internal::Result<bool> JsonArray::end() {
  skip_blanks();
  line_ = lines_;
  if (characters_.peek() != formats::Characters::kEnd) {
    return wrong("something follows the end of the array");
  }
  if (characters_.error()) return wrong({});
  return false;
}

internal::Result<bool> JsonArray::next(std::string& element) {
  skip_blanks();
  line_ = lines_;
  const int c = take();
  if (!begun_) {
    if (c != '[') return wrong("it does not begin with [");
    begun_ = true;
    skip_blanks();
    if (characters_.take_if(']')) return end();
  } else if (c == ']') {
    return end();
  } else if (c == formats::Characters::kEnd) {
    return wrong("the file ends within the array");
  } else if (c != ',') {
    return wrong("there is no comma between two items");
  }
  skip_blanks();
  line_ = lines_;
  return read_element(element);
}

internal::Result<bool> JsonArray::read_element(std::string& element) {
  element.clear();
  int depth = 0;
  for (;;) {
    const int c = characters_.peek();
    if (c == formats::Characters::kEnd) return wrong("the file ends within an item");
    if (depth == 0 && (c == ',' || c == ']')) break;
    element.push_back(static_cast<char>(take()));
    if (c == '"' && !read_string(element)) return wrong("the file ends within an item");
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    if (element.size() > kMaxBytes) return wrong("an item is too long");
  }
  if (element.empty()) return wrong("an item is missing");
  return true;
}

bool JsonArray::read_string(std::string& element) {
  while (element.size() <= kMaxBytes) {
    int c = take();
    if (c == formats::Characters::kEnd) return false;
    element.push_back(static_cast<char>(c));
    if (c == '"') return true;
    if (c != '\\') continue;
    c = take();
    if (c == formats::Characters::kEnd) return false;
    element.push_back(static_cast<char>(c));
  }
  return true;
}

}  // namespace magneto::internal::transfer
