// SPDX-License-Identifier: Apache-2.0
//
// JsonWriter: JSON text, appended to one growing buffer. Commas are its business, well-formedness
// is the caller's.
//
//   JsonWriter w;
//   w.begin_object();
//   w.key("Count");
//   w.integer(3);
//   w.end_object();
//   send(w.text());
//
// Texts are UTF-8 and must be valid: what came from a request or the engine is. Keeps its buffer
// over `clear`. Not thread safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string_view>

#include "value/encoded_item.h"

namespace magneto::internal::json {

class JsonWriter {
 public:
  JsonWriter() = default;

  void begin_object() { open('{'); }
  void end_object() { close('}'); }
  void begin_array() { open('['); }
  void end_array() { close(']'); }

  /// The name of the next member; `name` may need escapes.
  void key(std::string_view name) {
    string(name);
    append(':');
    comma_due_ = false;
  }

  /// As `key`, for a name of the API: nothing in it needs an escape.
  void plain_key(std::string_view name) {
    char* to = reserve(name.size() + 4);
    char* at = to;
    if (comma_due_) *at++ = ',';
    *at++ = '"';
    std::memcpy(at, name.data(), name.size());
    at += name.size();
    *at++ = '"';
    *at++ = ':';
    advance(static_cast<std::size_t>(at - to));
    comma_due_ = false;
  }

  void string(std::string_view text) {
    separate();
    append_quoted(text);
    comma_due_ = true;
  }
  void integer(std::int64_t value);
  /// The shortest text that reads back as `value`, with a fraction: "1.0", "0.5". REQUIRES: finite.
  void number(double value);
  /// Seconds to the millisecond: "1700000000.123", "1700000000".
  void timestamp(double seconds);
  void boolean(bool value) { raw(value ? "true" : "false"); }
  void null() { raw("null"); }
  /// `bytes` in base64, as a string.
  void base64(std::string_view bytes) {
    separate();
    append_base64(bytes);
    comma_due_ = true;
  }

  /// A value that is JSON already.
  void raw(std::string_view json) {
    separate();
    append(json);
    comma_due_ = true;
  }
  /// Members that are JSON already, without the braces: `"a":1,"b":2`. May be empty.
  void raw_members(std::string_view json) {
    if (!json.empty()) raw(json);
  }

  std::string_view text() const { return {buffer_.get(), size_}; }
  std::size_t size() const { return size_; }
  void clear() {
    size_ = 0;
    comma_due_ = false;
  }

  // Below: for writers of JSON in this room.

  /// Room for `bytes` more at the end; `advance` makes them part of the text.
  char* reserve(std::size_t bytes) {
    if (capacity_ - size_ < bytes) [[unlikely]]
      grow(bytes);
    return buffer_.get() + size_;
  }
  void advance(std::size_t bytes) { size_ += bytes; }
  void append(char c) {
    *reserve(1) = c;
    ++size_;
  }
  void append(std::string_view text) {
    std::memcpy(reserve(text.size() + 1), text.data(), text.size());
    size_ += text.size();
  }
  /// A string with its quotes, escaped.
  void append_quoted(std::string_view text);
  void append_base64(std::string_view bytes);
  /// The comma before a value, if one is due.
  void separate() {
    if (comma_due_) append(',');
  }
  void value_done() { comma_due_ = true; }

 private:
  struct Free {
    void operator()(char* memory) const { std::free(memory); }
  };

  void open(char bracket) {
    separate();
    append(bracket);
    comma_due_ = false;
  }
  void close(char bracket) {
    append(bracket);
    comma_due_ = true;
  }
  void grow(std::size_t at_least);

  std::unique_ptr<char[], Free> buffer_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
  bool comma_due_ = false;
};

/// An item as a JSON object of AttributeValues, straight from its stored bytes.
void write_item(JsonWriter& writer, value::ItemView item);
/// One AttributeValue: `{"S":"x"}`.
void write_value(JsonWriter& writer, value::ValueView value);

}  // namespace magneto::internal::json
