// SPDX-License-Identifier: Apache-2.0
//
// Any bytes as the files of a backup: its manifest (also with the checksum that it should have), a
// part, a state file, pynamo's array. What is read as a manifest is written and read as the same.
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "base/check.h"
#include "base/hex.h"
#include "base/sha256.h"
#include "transfer/manifest.h"
#include "transfer/part.h"
#include "transfer/pynamo_file.h"
#include "transfer/state_file.h"

namespace {

using namespace magneto;
using namespace magneto::internal::transfer;

class OneFile final : public Files {
 public:
  explicit OneFile(std::string_view bytes) : bytes_(bytes) {}
  Result<std::unique_ptr<ByteSource>> open(const std::string&) override {
    return std::unique_ptr<ByteSource>(std::make_unique<Source>(bytes_));
  }
  Result<std::unique_ptr<ObjectWriter>> create(const std::string&) override {
    return Error(ErrorCode::kInvalidArgument, "read only");
  }
  Result<void> remove(const std::string&) override { return {}; }
  Result<bool> has_bytes(const std::string&) override { return !bytes_.empty(); }
  std::string shown(const std::string& name) const override { return name; }

 private:
  class Source final : public ByteSource {
   public:
    explicit Source(std::string_view rest) : rest_(rest) {}
    internal::Result<std::size_t> read(char* to, std::size_t room) override {
      const std::size_t some = std::min(room, rest_.size());
      if (some > 0) std::memcpy(to, rest_.data(), some);
      rest_.remove_prefix(some);
      return some;
    }

   private:
    std::string_view rest_;
  };

  const std::string_view bytes_;
};

void read_all(ItemSource& source) {
  Item item;
  for (;;) {
    const Result<bool> more = source.next(item);
    if (!more) MAGNETO_CHECK(!more.error().message().empty());
    if (!more || !*more) return;
    MAGNETO_CHECK(!source.place().empty());
  }
}

void read_as_manifest(std::string_view text) {
  const Result<Manifest> manifest = read_manifest(text);
  if (!manifest) return;
  static_cast<void>(read_description(manifest->description));
  const std::string written = manifest_text(*manifest);
  const Result<Manifest> again = read_manifest(written);
  MAGNETO_CHECK(again && manifest_text(*again) == written);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  read_as_manifest(bytes);
  std::string whole = "{\"format\":\"magneto-backup\"," + std::string(bytes);
  read_as_manifest(whole + ",\"sha256\":\"" + internal::sha256_hex(whole) + "\"}");
  if (const auto state = read_state(bytes)) MAGNETO_CHECK(read_state(state_text(*state)));

  OneFile files(bytes);
  internal::Sha256 sha256;
  sha256.add(bytes);
  const BackupPart part{
      .name = "part", .items = 1, .bytes = size, .sha256 = internal::hex(sha256.finish())};
  read_all(*PartReader::open(files, part).value());
  read_all(*PynamoFile::open(files, "array").value());
  return 0;
}
