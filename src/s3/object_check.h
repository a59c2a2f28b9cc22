// SPDX-License-Identifier: Apache-2.0
//
// ObjectCheck: compares the bytes of an object that comes in several ranges with the checksum that S3
// keeps of it, or with those of its parts, one after the other. A server may keep a checksum of the parts'
// checksums only: that is compared when all parts have come. What has none is not compared.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "s3/bucket_client.h"
#include "s3/checksum.h"

namespace magneto::internal::s3 {

/// Used by one thread at a time. REQUIRES: the client outlives it.
class ObjectCheck {
 public:
  /// `etag` is the object's that is being read.
  ObjectCheck(BucketClient& client, std::string bucket, std::string key, std::string etag)
      : client_(client), bucket_(std::move(bucket)), key_(std::move(key)), etag_(std::move(etag)) {}

  /// Before the first bytes. `first` is the first range. Errors: as BucketClient::head.
  magneto::Result<void> begin(const BucketClient::Range& first);
  /// The next bytes. Errors: kChecksum once a part, or all, has come and is damaged; as
  /// BucketClient::head.
  magneto::Result<void> add(std::string_view bytes);

 private:
  magneto::Result<void> begin_part();
  magneto::Result<void> end_part();
  void expect(std::uint64_t bytes, Checksum checksum);
  magneto::Result<void> compare_all_parts() const;

  BucketClient& client_;
  const std::string bucket_;
  const std::string key_;
  const std::string etag_;
  bool by_parts_ = false;
  int part_ = 0;
  std::uint64_t left_ = 0;              // bytes of what is summed up
  std::optional<RunningChecksum> sum_;  // nothing: not compared
  Checksum expected_;                   // its text is empty: only the parts together are compared
  ToldChecksum told_;
  std::uint64_t left_of_object_ = 0;
  std::string part_sums_;  // one behind the other, as bytes
};

}  // namespace magneto::internal::s3
