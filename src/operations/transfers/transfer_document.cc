// SPDX-License-Identifier: Apache-2.0
#include "operations/transfers/transfer_document.h"

#include <xxhash.h>

#include <array>
#include <charconv>
#include <cstdio>

#include "base/check.h"
#include "base/random.h"

namespace magneto::internal::operations {
namespace {

constexpr std::size_t kTimeDigits = 14;
constexpr std::size_t kDigestDigits = 32;
constexpr std::string_view kDigestMember = R"({"RequestDigest":")";

// What stands before the first `separator`; `text` goes on behind it. All of it when there is none.
std::string_view take_part(std::string_view& text, char separator) {
  const std::size_t at = text.find(separator);
  const std::string_view part = text.substr(0, at);
  text = at == std::string_view::npos ? std::string_view() : text.substr(at + 1);
  return part;
}

}  // namespace

std::string make_transfer_id(std::int64_t now_ms, Random& random) {
  std::array<char, 40> text;
  const auto bits = static_cast<unsigned>(random.bits() & 0xFFFFFFFFU);
  const int size =
      std::snprintf(text.data(), text.size(), "%0*lld-%08x", static_cast<int>(kTimeDigits),
                    static_cast<long long>(now_ms), bits);
  return {text.data(), static_cast<std::size_t>(size)};
}

std::int64_t transfer_id_ms(std::string_view id) {
  std::int64_t ms = 0;
  const std::string_view digits = id.substr(0, kTimeDigits);
  std::from_chars(digits.data(), digits.data() + digits.size(), ms);
  return ms;
}

std::optional<TransferArn> read_transfer_arn(std::string_view arn, std::string_view kind) {
  TransferArn read;
  const bool is_arn = take_part(arn, ':') == "arn" && !take_part(arn, ':').empty() &&
                      take_part(arn, ':') == "dynamodb";
  if (!is_arn) return std::nullopt;
  read.region = take_part(arn, ':');
  take_part(arn, ':');  // The account.
  if (take_part(arn, '/') != "table") return std::nullopt;
  read.table = take_part(arn, '/');
  if (take_part(arn, '/') != kind) return std::nullopt;
  read.id = take_part(arn, '/');
  if (read.table.empty() || read.id.empty() || !arn.empty()) return std::nullopt;
  return read;
}

std::string make_bulk_operation_arn(const catalog::Catalog::Options& place, std::string_view id) {
  return "arn:aws:dynamodb:" + place.region + ":" + place.account + ":bulk-operation/" +
         std::string(id);
}

std::optional<std::string_view> read_bulk_operation_arn(std::string_view arn) {
  const bool is_arn = take_part(arn, ':') == "arn" && !take_part(arn, ':').empty() &&
                      take_part(arn, ':') == "dynamodb";
  if (!is_arn) return std::nullopt;
  take_part(arn, ':');
  take_part(arn, ':');
  if (take_part(arn, '/') != "bulk-operation" || arn.empty()) return std::nullopt;
  return arn;
}

std::string digest_text(std::string_view text) {
  const XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
  std::array<char, kDigestDigits + 1> digits;
  std::snprintf(digits.data(), digits.size(), "%016llx%016llx",
                static_cast<unsigned long long>(hash.high64),
                static_cast<unsigned long long>(hash.low64));
  return {digits.data(), kDigestDigits};
}

std::string make_document(std::string_view digest, std::string_view description) {
  MAGNETO_CHECK(digest.size() == kDigestDigits && description.starts_with('{'));
  std::string text(kDigestMember);
  text += digest;
  text += '"';
  const std::string_view members = description.substr(1);
  if (members != "}") text += ',';
  text += members;
  return text;
}

std::string_view document_digest(std::string_view text) {
  if (text.size() < kDigestMember.size() + kDigestDigits) return {};
  return text.substr(kDigestMember.size(), kDigestDigits);
}

}  // namespace magneto::internal::operations
