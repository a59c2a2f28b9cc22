// SPDX-License-Identifier: Apache-2.0
#include "s3/object_check.h"

#include <algorithm>
#include <utility>

#include "s3/messages.h"

namespace magneto::internal::s3 {

void ObjectCheck::expect(std::uint64_t bytes, Checksum checksum) {
  left_ = bytes;
  sum_.emplace(checksum.kind);
  expected_ = std::move(checksum);
}

magneto::Result<void> ObjectCheck::begin(const BucketClient::Range& first) {
  if (first.compared || first.whole == 0) return {};
  ToldChecksum told = first.told;
  // Answers with a part of the object need not say anything of the whole.
  if (first.bytes.size() < first.whole && !told.of_parts) {
    magneto::Result<BucketClient::Facts> facts = client_.head(bucket_, key_, etag_, {});
    if (!facts) return std::move(facts).error();
    told = std::move(facts->told);
  }
  by_parts_ = told.of_parts;
  if (told.of_bytes && !told.of_parts) expect(first.whole, std::move(*told.of_bytes));
  return {};
}

magneto::Result<void> ObjectCheck::begin_part() {
  magneto::Result<BucketClient::Facts> facts = client_.head(bucket_, key_, etag_, ++part_);
  if (!facts) return std::move(facts).error();
  by_parts_ = facts->told.of_bytes && facts->bytes > 0;
  if (by_parts_) expect(facts->bytes, std::move(*facts->told.of_bytes));
  return {};
}

magneto::Result<void> ObjectCheck::add(std::string_view bytes) {
  while (!bytes.empty()) {
    if (!sum_ && by_parts_) {
      if (magneto::Result<void> begun = begin_part(); !begun) return begun;
    }
    if (!sum_) return {};
    const std::size_t some = static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size()));
    sum_->add(bytes.substr(0, some));
    bytes.remove_prefix(some);
    left_ -= some;
    if (left_ > 0) continue;
    const bool right = sum_->text() == expected_.text;
    sum_.reset();
    if (!right) return messages::damaged(key_, checksum_name(expected_.kind));
  }
  return {};
}

}  // namespace magneto::internal::s3
