// SPDX-License-Identifier: Apache-2.0
//
// The bytes of a value: what is encrypted, and what is hashed into the signature.
//
//   value   := 00 tag rest                    LV(x) := u32(size of x) x, u32 big-endian
//   B 62 LV   S 73 LV   N 6E LV(text)   BOOL 3F 00|01   NULL 00
//   BS 42, SS 53, NS 4E   u32(count) LV...    sorted
//   L 4C    u32(count) value...
//   M 4D    u32(count) { 00 73 LV(name) value }...   sorted by name
#pragma once

#include <string>

#include "encryption/public_names.h"
#include "magneto/encryption/item_encryptor.h"
#include "magneto/value.h"

namespace magneto::internal::encryption {

using magneto::encryption::WriterProfile;

/// Lists and maps in one another, as DynamoDB allows it.
inline constexpr int kMaxDepth = 32;

/// Of most values: what a buffer begins with.
inline constexpr std::size_t kBufferSize = 256;

void append_u32(std::size_t number, std::string& out);

/// What stands before the bytes of a binary.
inline constexpr std::size_t kBinaryHead = 6;
/// Fills that in. REQUIRES: kBinaryHead bytes, and the binary behind them.
void put_binary_head(std::string& serialized);

/// Not thread safe.
class Serializer {
 public:
  /// `round_numbers`: to 28 digits under kPython. What is encrypted is never rounded.
  Serializer(WriterProfile profile, bool round_numbers)
      : java_(profile == WriterProfile::kJava), round_(!java_ && round_numbers) {}

  /// Appends the value's bytes. Errors: kSerialization (text that is not UTF-8, a number that is
  /// not valid, too deep).
  Result<void> append(const Value& value, std::string& out);
  /// Whether something came by on which the profiles can differ.
  bool profiles_differ() const { return differ_; }
  /// Something else came by.
  void note_difference() { differ_ = true; }

 private:
  Result<void> append_at(const Value& value, int depth, std::string& out);
  Result<void> append_text(std::string_view text, std::string& out);
  Result<void> append_number(const Number& number, std::string& out);
  Result<void> append_strings(const StringSet& set, std::string& out);
  Result<void> append_numbers(const NumberSet& set, std::string& out);
  Result<void> append_binaries(const BinarySet& set, std::string& out);
  Result<void> append_list(const List& list, int depth, std::string& out);
  Result<void> append_map(const Map& map, int depth, std::string& out);
  void note_name(std::string_view name);
  Result<std::string> text_of(const Number& number);

  bool java_;
  bool round_;
  bool differ_ = false;
};

}  // namespace magneto::internal::encryption
