// SPDX-License-Identifier: Apache-2.0
#include "keys/partition_hash.h"

#include <string_view>

#include "base/md5.h"
#include "value/item_size.h"

namespace magneto::internal::keys {
namespace {

using value::ValueView;

constexpr std::string_view kSeed = "Outliers";

void add(Md5& md5, ValueView value) {
  const std::string_view scalar = value.scalar();
  const bool number = value.type() == value::Type::kNumber;
  md5.add(number ? scalar.substr(0, value::number_size(scalar)) : scalar);
}

}  // namespace

std::uint64_t partition_hash(std::span<const ValueView> partition,
                             std::span<const ValueView> sort) {
  static thread_local Md5 md5;
  md5.add(kSeed);
  for (const ValueView value : partition) add(md5, value);
  for (const ValueView value : sort) add(md5, value);
  const Md5::Digest digest = md5.finish();
  std::uint64_t hash = 0;
  for (std::size_t i = 0; i < sizeof hash; ++i) hash = hash << 8 | digest[i];
  return hash;
}

}  // namespace magneto::internal::keys
