// SPDX-License-Identifier: Apache-2.0
#include "s3/object_check.h"

#include <algorithm>
#include <utility>

#include "base/base64.h"
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
  left_of_object_ = first.whole;
  if (told.of_bytes && !told.of_parts) expect(first.whole, std::move(*told.of_bytes));
  told_ = std::move(told);
  return {};
}

magneto::Result<void> ObjectCheck::begin_part() {
  magneto::Result<BucketClient::Facts> facts = client_.head(bucket_, key_, etag_, ++part_);
  if (!facts) return std::move(facts).error();
  by_parts_ = facts->bytes > 0 && (facts->told.of_bytes || told_.of_checksums);
  if (!by_parts_) return {};
  expect(facts->bytes, facts->told.of_bytes ? std::move(*facts->told.of_bytes)
                                            : Checksum{told_.of_checksums->kind, {}});
  return {};
}

magneto::Result<void> ObjectCheck::end_part() {
  const std::string sum = sum_->bytes();
  sum_.reset();
  if (!expected_.text.empty() && base64_of(sum) != expected_.text) {
    return messages::damaged(key_, checksum_name(expected_.kind));
  }
  if (!by_parts_ || !told_.of_checksums) return {};
  // With another kind than the object's there is nothing to compare in the end.
  if (expected_.kind != told_.of_checksums->kind) told_.of_checksums.reset();
  part_sums_ += sum;
  return left_of_object_ == 0 ? compare_all_parts() : magneto::Result<void>();
}

magneto::Result<void> ObjectCheck::compare_all_parts() const {
  // A server that does not know parts says the object's length instead of a part's.
  if (!told_.of_checksums || part_ != told_.parts) return {};
  if (told_.of_checksums->holds_for(part_sums_)) return {};
  return messages::damaged(key_, checksum_name(told_.of_checksums->kind));
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
    left_of_object_ -= std::min<std::uint64_t>(some, left_of_object_);
    if (left_ > 0) continue;
    if (magneto::Result<void> good = end_part(); !good) return good;
  }
  return {};
}

}  // namespace magneto::internal::s3
