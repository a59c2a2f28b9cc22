// SPDX-License-Identifier: Apache-2.0
//
// KeptFile: a local file that is written over several runs. Until it is finished it is beside its place,
// as "NAME.unfinished", and stays there when the work ends early. What was written up to a mark is on
// stable storage, and a later run cuts the file off there and goes on. Compressed files have a member, or
// frame, from mark to mark.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "transfer/streams.h"

namespace magneto::internal::transfer {

class KeptFile final : public Output {
 public:
  /// `kept` bytes of the unfinished file are taken over; 0 begins anew. Errors: kOther (it cannot be
  /// written), kInvalidArgument (it has fewer bytes).
  static Result<std::unique_ptr<KeptFile>> open(const std::string& location, std::uint64_t kept);
  ~KeptFile() override;

  Result<void> write(std::string_view bytes) override;
  /// How many bytes are safe: all that were written.
  Result<std::uint64_t> mark();
  Result<void> finish() override;
  std::uint64_t bytes() const override { return bytes_; }
  /// The unfinished file goes. Once, as the last call.
  void give_up();

 private:
  KeptFile(int file, std::string location, std::uint64_t bytes)
      : file_(file), location_(std::move(location)), bytes_(bytes) {}
  Result<void> send();
  Error failed() const;

  int file_;
  const std::string location_;
  std::uint64_t bytes_;
  std::optional<objects::GzipWriter> gzip_;
  std::optional<objects::ZstdWriter> zstd_;
  std::string packed_;
};

/// Whether an export to it can be gone on with: a local file, or none yet.
bool is_kept_location(const std::string& location);

}  // namespace magneto::internal::transfer
