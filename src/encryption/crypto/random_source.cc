// SPDX-License-Identifier: Apache-2.0
#include "encryption/crypto/random_source.h"

#include <sys/mman.h>

#include <new>

#include "base/check.h"
#include "encryption/crypto/digest.h"

namespace magneto::internal::encryption {

RandomSource::RandomSource() {
  void* const page =
      mmap(nullptr, sizeof(Page), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  MAGNETO_CHECK(page != MAP_FAILED);
  ahead_ = madvise(page, sizeof(Page), MADV_WIPEONFORK) == 0;
  page_ = new (page) Page();
}

RandomSource::~RandomSource() {
  OPENSSL_cleanse(page_, sizeof(Page));
  munmap(page_, sizeof(Page));
}

Result<std::string_view> RandomSource::next(std::size_t size) {
  if (page_->left < size || !ahead_) {
    page_->left = 0;
    if (auto filled = fill_random(page_->bytes.data(), page_->bytes.size()); !filled) {
      return filled.error();
    }
    page_->left = page_->bytes.size();
  }
  const unsigned char* const bytes = page_->bytes.data() + page_->bytes.size() - page_->left;
  page_->left -= size;
  return std::string_view(reinterpret_cast<const char*>(bytes), size);
}

Result<Secret> RandomSource::next_secret(std::size_t size) {
  const Result<std::string_view> bytes = next(size);
  if (!bytes) return bytes.error();
  Secret secret(*bytes);
  OPENSSL_cleanse(page_->bytes.data() + page_->bytes.size() - page_->left - size, size);
  return secret;
}

}  // namespace magneto::internal::encryption
