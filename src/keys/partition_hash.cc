// SPDX-License-Identifier: Apache-2.0
#include "keys/partition_hash.h"

#include <openssl/evp.h>

#include <array>
#include <memory>

#include "base/check.h"
#include "value/item_size.h"

namespace magneto::keys {
namespace {

using value::ValueView;

constexpr std::string_view kSeed = "Outliers";

/// One a thread: making a context, and finding MD5 by its name, cost more than the hash.
class Md5 {
 public:
  Md5() : context_(EVP_MD_CTX_new()), algorithm_(EVP_MD_fetch(nullptr, "MD5", "-fips")) {
    MAGNETO_CHECK(context_ != nullptr && algorithm_ != nullptr);
    MAGNETO_CHECK(EVP_DigestInit_ex(context_.get(), algorithm_.get(), nullptr) == 1);
  }

  void add(std::string_view bytes) {
    MAGNETO_CHECK(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1);
  }
  std::array<unsigned char, 16> finish() {
    std::array<unsigned char, 16> digest;
    MAGNETO_CHECK(EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr) == 1);
    MAGNETO_CHECK(EVP_DigestInit_ex(context_.get(), nullptr, nullptr) == 1);
    return digest;
  }

 private:
  struct Free {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
    void operator()(EVP_MD* algorithm) const { EVP_MD_free(algorithm); }
  };
  std::unique_ptr<EVP_MD_CTX, Free> context_;
  std::unique_ptr<EVP_MD, Free> algorithm_;
};

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
  const std::array<unsigned char, 16> digest = md5.finish();
  std::uint64_t hash = 0;
  for (std::size_t i = 0; i < sizeof hash; ++i) hash = hash << 8 | digest[i];
  return hash;
}

}  // namespace magneto::keys
