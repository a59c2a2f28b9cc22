// SPDX-License-Identifier: Apache-2.0
#include "encryption/crypto/iv_source.h"

#include <unistd.h>

#include "encryption/crypto/cbc.h"
#include "encryption/crypto/digest.h"

namespace magneto::internal::encryption {

void IvSource::begin_item() {
  const int process = getpid();
  if (process != process_) used_ = ivs_.size();
  process_ = process;
}

Result<std::string_view> IvSource::next() {
  constexpr std::size_t kDrawn = 64;
  if (used_ == ivs_.size()) {
    ivs_.resize(kDrawn * kBlockSize);
    used_ = ivs_.size();
    if (auto filled = fill_random(bytes_of(ivs_), ivs_.size()); !filled) return filled.error();
    used_ = 0;
  }
  const std::string_view iv(ivs_.data() + used_, kBlockSize);
  used_ += kBlockSize;
  return iv;
}

}  // namespace magneto::internal::encryption
