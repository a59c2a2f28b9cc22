// SPDX-License-Identifier: Apache-2.0
//
// Keys are wiped before their memory is given back: every block that is freed, by our code or by
// OpenSSL, is searched for the keys of the test.
#include <malloc.h>
#include <openssl/crypto.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "magneto/encryption/item_encryptor.h"
#include "magneto/encryption/kms.h"

namespace {

using namespace magneto::encryption;
using magneto::Call;
using magneto::Item;

constexpr std::size_t kKeySize = 32;

/// What is searched for. In memory that is never freed.
struct Watched {
  std::array<std::array<char, kKeySize>, 4> keys{};
  std::size_t count = 0;
  std::atomic<int> found{0};
  std::atomic<bool> looking{false};
};
Watched watched;

void watch(std::string_view key) {
  std::copy_n(key.begin(), kKeySize, watched.keys[watched.count].begin());
  ++watched.count;
}

void look_at(void* block) {
  if (block == nullptr || !watched.looking) return;
  const std::string_view bytes(static_cast<const char*>(block), malloc_usable_size(block));
  for (std::size_t i = 0; i < watched.count; ++i) {
    const auto& key = watched.keys[i];
    if (memmem(bytes.data(), bytes.size(), key.data(), key.size()) != nullptr) ++watched.found;
  }
}

void* openssl_malloc(std::size_t size, const char*, int) { return std::malloc(size); }
void* openssl_realloc(void* block, std::size_t size, const char*, int) {
  look_at(block);
  return std::realloc(block, size);
}
void openssl_free(void* block, const char*, int) {
  look_at(block);
  std::free(block);
}

/// How many freed blocks had a key in them while `step` ran.
template <class Step>
int freed_with_a_key(Step step) {
  watched.found = 0;
  watched.looking = true;
  step();
  watched.looking = false;
  watched.count = 0;
  return watched.found;
}

std::array<char, kKeySize> some_key(char first) {
  std::array<char, kKeySize> key{};
  for (std::size_t i = 0; i < kKeySize; ++i)
    key[i] = static_cast<char>(first + static_cast<int>(i));
  return key;
}
std::string_view view(const std::array<char, kKeySize>& key) { return {key.data(), key.size()}; }

CryptoConfig config_with(std::shared_ptr<MaterialsProvider> provider) {
  CryptoConfig config;
  config.provider = std::move(provider);
  config.context.table_name = "T";
  return config;
}

void encrypt_and_decrypt(const ItemEncryptor& encryptor) {
  const Item item{{"a", "text"}, {"b", 1}};
  ASSERT_EQ(encryptor.decrypt(encryptor.encrypt(item).value()).value(), item);
}

TEST(KeyWiping, IsNoticedWhereItIsMissing) {
  const auto key = some_key('a');
  watch(view(key));
  EXPECT_GE(freed_with_a_key([&] {
              const std::string copy(view(key));
              // A compiler may leave out memory that nobody looks at.
              asm volatile("" : : "r"(copy.data()) : "memory");
            }),
            1);
}

TEST(KeyWiping, HappensToLocalKeys) {
  const auto aes = some_key('a');
  const auto mac = some_key('A');
  watch(view(aes));
  watch(view(mac));
  EXPECT_EQ(
      freed_with_a_key([&] {
        encrypt_and_decrypt(ItemEncryptor(config_with(std::make_shared<StaticMaterialsProvider>(
            local_key(view(aes), "AES", KeyType::kSymmetric, KeyEncoding::kRaw).value(),
            local_key(view(mac), "HmacSHA256", KeyType::kSymmetric, KeyEncoding::kRaw).value()))));
      }),
      0);
}

/// A wrapping key that tells the content key, which nobody else sees.
class TellingKey final : public DelegatedKey {
 public:
  explicit TellingKey(Key inner) : inner_(std::move(inner)) {}
  const std::string& algorithm() const override { return inner_->algorithm(); }
  std::string wrapping_algorithm() const override { return inner_->wrapping_algorithm(); }
  magneto::Result<std::string> wrap(std::string_view algorithm,
                                    std::string_view content_key) const override {
    watch(content_key);
    return inner_->wrap(algorithm, content_key);
  }
  magneto::Result<std::string> unwrap(std::string_view algorithm,
                                      std::string_view wrapped) const override {
    return inner_->unwrap(algorithm, wrapped);
  }

 private:
  Key inner_;
};

TEST(KeyWiping, HappensToContentKeys) {
  WrappedMaterialsProvider::Options options;
  options.wrapping_key = std::make_shared<TellingKey>(generate_key("AES", 256).value());
  options.unwrapping_key = options.wrapping_key;
  options.signing_key = generate_key("HmacSHA256", 256).value();
  const ItemEncryptor encryptor(config_with(std::make_shared<WrappedMaterialsProvider>(options)));
  EXPECT_EQ(freed_with_a_key([&] { encrypt_and_decrypt(encryptor); }), 0);
}

class FixedKms final : public KmsClient {
 public:
  Call<DataKey> generate_data_key(GenerateDataKeyRequest) override {
    return Call<DataKey>::ready(DataKey{std::string(view(key_)), "wrapped"});
  }
  Call<std::string> decrypt(KmsDecryptRequest) override {
    return Call<std::string>::ready(std::string(view(key_)));
  }

 private:
  std::array<char, kKeySize> key_ = some_key('k');
};

TEST(KeyWiping, HappensToDataKeysOfKms) {
  AwsKmsMaterialsProvider::Options options;
  options.key_id = "alias/key";
  options.region = "us-east-1";
  options.regional_clients.emplace("us-east-1", std::make_shared<FixedKms>());
  const ItemEncryptor encryptor(config_with(std::make_shared<AwsKmsMaterialsProvider>(options)));
  const auto key = some_key('k');
  watch(view(key));
  EXPECT_EQ(freed_with_a_key([&] { encrypt_and_decrypt(encryptor); }), 0);
}

}  // namespace

void* operator new(std::size_t size) {
  if (void* const memory = std::malloc(size)) return memory;
  std::abort();
}
void* operator new[](std::size_t size) { return operator new(size); }
void operator delete(void* memory) noexcept {
  look_at(memory);
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept { operator delete(memory); }
void operator delete[](void* memory) noexcept { operator delete(memory); }
void operator delete[](void* memory, std::size_t) noexcept { operator delete(memory); }

int main(int count, char** arguments) {
  // Before anything of OpenSSL is used.
  if (CRYPTO_set_mem_functions(openssl_malloc, openssl_realloc, openssl_free) != 1) return 1;
  testing::InitGoogleTest(&count, arguments);
  return RUN_ALL_TESTS();
}
