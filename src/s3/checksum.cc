// SPDX-License-Identifier: Apache-2.0
#include "s3/checksum.h"

#include <algorithm>
#include <array>
#include <boost/crc.hpp>
#include <charconv>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "base/base64.h"
#include "base/digest.h"

namespace magneto::internal::s3 {
namespace {

constexpr std::uint32_t kOnes32 = 0xFFFFFFFF;
constexpr std::uint64_t kOnes64 = 0xFFFFFFFFFFFFFFFF;

using Crc32 = boost::crc_optimal<32, 0x04C11DB7, kOnes32, kOnes32, true, true>;
using Crc32c = boost::crc_optimal<32, 0x1EDC6F41, kOnes32, kOnes32, true, true>;
using Crc64Nvme = boost::crc_optimal<64, 0xAD93D23594C93659, kOnes64, kOnes64, true, true>;

using Running = std::variant<Digest, Crc32, Crc32c, Crc64Nvme>;

Running running(ChecksumKind kind) {
  switch (kind) {
    case ChecksumKind::kCrc32:
      return Crc32();
    case ChecksumKind::kCrc32c:
      return Crc32c();
    case ChecksumKind::kCrc64Nvme:
      return Crc64Nvme();
    case ChecksumKind::kSha1:
      return Digest(DigestKind::kSha1);
    case ChecksumKind::kSha256:
      break;
  }
  return Digest(DigestKind::kSha256);
}

std::string big_endian(std::uint64_t number, std::size_t bytes) {
  std::string text(bytes, '\0');
  for (std::size_t i = bytes; i-- > 0; number >>= 8) text[i] = static_cast<char>(number & 0xFF);
  return text;
}

struct Name {
  ChecksumKind kind;
  std::string_view name;
  std::string_view in_header;
};

constexpr std::array<Name, 5> kNames = {{{ChecksumKind::kSha256, "SHA256", "sha256"},
                                         {ChecksumKind::kCrc64Nvme, "CRC64NVME", "crc64nvme"},
                                         {ChecksumKind::kCrc32c, "CRC32C", "crc32c"},
                                         {ChecksumKind::kCrc32, "CRC32", "crc32"},
                                         {ChecksumKind::kSha1, "SHA1", "sha1"}}};

const Name& name_of(ChecksumKind kind) {
  return *std::find_if(kNames.begin(), kNames.end(),
                       [kind](const Name& name) { return name.kind == kind; });
}

}  // namespace

struct RunningChecksum::Rep {
  Running sum;
};

RunningChecksum::RunningChecksum(ChecksumKind kind) : rep_(new Rep{running(kind)}) {}
RunningChecksum::~RunningChecksum() = default;

void RunningChecksum::add(std::string_view bytes) {
  if (Digest* digest = std::get_if<Digest>(&rep_->sum)) digest->add(bytes);
  if (Crc32* crc = std::get_if<Crc32>(&rep_->sum)) crc->process_bytes(bytes.data(), bytes.size());
  if (Crc32c* crc = std::get_if<Crc32c>(&rep_->sum)) crc->process_bytes(bytes.data(), bytes.size());
  if (Crc64Nvme* crc = std::get_if<Crc64Nvme>(&rep_->sum)) {
    crc->process_bytes(bytes.data(), bytes.size());
  }
}

std::string RunningChecksum::bytes() {
  if (Digest* digest = std::get_if<Digest>(&rep_->sum)) {
    const std::span<const unsigned char> bytes = digest->finish();
    return {bytes.begin(), bytes.end()};
  }
  if (Crc32* crc = std::get_if<Crc32>(&rep_->sum)) return big_endian(crc->checksum(), 4);
  if (Crc32c* crc = std::get_if<Crc32c>(&rep_->sum)) return big_endian(crc->checksum(), 4);
  return big_endian(std::get<Crc64Nvme>(rep_->sum).checksum(), 8);
}

std::string RunningChecksum::text() { return base64_of(bytes()); }

std::string checksum_header(ChecksumKind kind) {
  return "x-amz-checksum-" + std::string(name_of(kind).in_header);
}

std::string_view checksum_name(ChecksumKind kind) { return name_of(kind).name; }

std::string checksum_of(ChecksumKind kind, std::string_view bytes) {
  RunningChecksum sum(kind);
  sum.add(bytes);
  return sum.text();
}

namespace {

/// "AAA=-3" has 3 parts, and so has the ETag "\"abc-3\"". 0 when there is no number.
int number_of_parts(std::string_view text) {
  const std::size_t dash = text.rfind('-');
  if (dash == std::string_view::npos) return 0;
  text.remove_prefix(dash + 1);
  int parts = 0;
  std::from_chars(text.data(), text.data() + text.size(), parts);
  return parts;
}

}  // namespace

ToldChecksum told_checksum(const Answer& answer, bool of_part) {
  ToldChecksum told;
  const std::string_view type = answer.header("x-amz-checksum-type");
  const bool in_parts = answer.header("etag").find('-') != std::string_view::npos;
  for (const Name& name : kNames) {
    const std::string_view text = answer.header(checksum_header(name.kind));
    if (text.empty()) continue;
    const bool of_all = of_part || (type != "COMPOSITE" && (!in_parts || type == "FULL_OBJECT" ||
                                                            name.kind == ChecksumKind::kCrc64Nvme));
    if (text.find('-') != std::string_view::npos || !of_all) {
      told.of_parts = true;
      const std::size_t dash = text.find('-');
      // Without either sign it may be a checksum of something else.
      if (told.of_checksums || (dash == std::string_view::npos && type != "COMPOSITE")) continue;
      told.of_checksums = Checksum{name.kind, std::string(text.substr(0, dash))};
      told.parts = number_of_parts(dash == std::string_view::npos ? answer.header("etag") : text);
    } else if (!told.of_bytes) {
      told.of_bytes = Checksum{name.kind, std::string(text)};
    }
  }
  return told;
}

}  // namespace magneto::internal::s3
