// SPDX-License-Identifier: Apache-2.0
//
// The whole grammar of encoded_item.h over bytes that nobody vouches for.
#include <string>

#include "base/bytes.h"
#include "value/decimal.h"
#include "value/encoded_item.h"

namespace magneto::internal::value {
namespace {

constexpr int kMaxDepth = 64;  // Beyond what the service accepts, so that no limit of it ends here.

bool is_utf8(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  for (std::size_t i = 0; i < text.size();) {
    const unsigned char lead = byte(i);
    const std::size_t length = lead < 0x80 ? 1 : lead >> 5 == 6 ? 2 : lead >> 4 == 14 ? 3 : 4;
    if (lead >= 0x80 && (lead < 0xc2 || lead > 0xf4)) return false;
    if (i + length > text.size()) return false;
    for (std::size_t j = 1; j < length; ++j)
      if (byte(i + j) >> 6 != 2) return false;
    if (lead == 0xe0 && byte(i + 1) < 0xa0) return false;  // Overlong.
    if (lead == 0xed && byte(i + 1) > 0x9f) return false;  // Surrogate.
    if (lead == 0xf0 && byte(i + 1) < 0x90) return false;  // Overlong.
    if (lead == 0xf4 && byte(i + 1) > 0x8f) return false;  // Beyond U+10FFFF.
    i += length;
  }
  return true;
}

class Checker {
 public:
  explicit Checker(std::string_view all) : rest_(all), start_(all.data()) {}

  Result<void> check() {
    if (!attributes(0)) return damaged();
    if (!rest_.empty()) return damaged();
    return {};
  }

 private:
  Error damaged() const {
    return {ErrorCode::kCorruption,
            "encoded item damaged at byte " + std::to_string(rest_.data() - start_)};
  }

  bool take(std::string_view& bytes) {
    const auto length = try_take_varint(rest_);
    if (!length || *length > rest_.size()) return false;
    bytes = rest_.substr(0, *length);
    rest_.remove_prefix(*length);
    return true;
  }

  /// Runs `content` on a length-prefixed part, which it must use up.
  template <class F>
  bool enclosed(F content) {
    const auto length = try_take_varint(rest_);
    if (!length || *length > rest_.size()) return false;
    const std::string_view behind = rest_.substr(*length);
    rest_ = rest_.substr(0, *length);
    if (!content() || !rest_.empty()) return false;
    rest_ = behind;
    return true;
  }

  bool attributes(int depth) {
    const auto count = try_take_varint(rest_);
    if (!count) return false;
    std::string_view previous;
    for (std::uint32_t i = 0; i < *count; ++i) {
      std::string_view name;
      if (!take(name) || !is_utf8(name) || (i > 0 && name <= previous)) return false;
      previous = name;
      if (!value(depth)) return false;
    }
    return true;
  }

  bool list(int depth) {
    const auto count = try_take_varint(rest_);
    if (!count) return false;
    for (std::uint32_t i = 0; i < *count; ++i)
      if (!value(depth)) return false;
    return true;
  }

  bool set(Tag tag) {
    const auto count = try_take_varint(rest_);
    if (!count || *count == 0) return false;
    std::string_view previous;
    for (std::uint32_t i = 0; i < *count; ++i) {
      std::string_view element;
      if (!take(element) || (i > 0 && element <= previous)) return false;
      if (tag == Tag::kStringSet && !is_utf8(element)) return false;
      if (tag == Tag::kNumberSet && !Decimal::is_encoded(element)) return false;
      previous = element;
    }
    return true;
  }

  bool value(int depth) {
    if (rest_.empty() || depth > kMaxDepth) return false;
    const auto tag = static_cast<Tag>(rest_[0]);
    if (static_cast<unsigned char>(rest_[0]) > static_cast<unsigned char>(Tag::kBinarySet))
      return false;
    rest_.remove_prefix(1);
    std::string_view bytes;
    switch (tag) {
      case Tag::kNull:
      case Tag::kFalse:
      case Tag::kTrue:
        return true;
      case Tag::kNumber:
        return take(bytes) && Decimal::is_encoded(bytes);
      case Tag::kString:
        return take(bytes) && is_utf8(bytes);
      case Tag::kBinary:
        return take(bytes);
      case Tag::kList:
        return enclosed([&] { return list(depth + 1); });
      case Tag::kMap:
        return enclosed([&] { return attributes(depth + 1); });
      case Tag::kStringSet:
      case Tag::kNumberSet:
      case Tag::kBinarySet:
        return enclosed([&] { return set(tag); });
    }
    return false;
  }

  std::string_view rest_;
  const char* start_;
};

}  // namespace

Result<void> check_item(std::string_view bytes) { return Checker(bytes).check(); }

}  // namespace magneto::internal::value
