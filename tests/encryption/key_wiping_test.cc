// SPDX-License-Identifier: Apache-2.0
//
// Keys are wiped before their memory is given back: every block that is freed, by our code or by
// OpenSSL, is searched for the keys of the test.
#include <arpa/inet.h>
#include <malloc.h>
#include <netinet/in.h>
#include <openssl/crypto.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <initializer_list>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "magneto/client.h"
#include "magneto/encryption/item_encryptor.h"
#include "magneto/encryption/kms.h"
#include "magneto/encryption/kms_client.h"

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

/// Answers every request with the same body, one connection after the other, from memory that is never
/// freed.
class SmallServer {
 public:
  explicit SmallServer(const char* body)
      : body_(body), listener_(::socket(AF_INET, SOCK_STREAM, 0)) {
    address_.sin_family = AF_INET;
    address_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address_;
    auto* const address = reinterpret_cast<sockaddr*>(&address_);
    EXPECT_EQ(::bind(listener_, address, size), 0);
    EXPECT_EQ(::listen(listener_, 1), 0);
    EXPECT_EQ(::getsockname(listener_, address, &size), 0);
    thread_ = std::thread([this] { serve(); });
  }
  ~SmallServer() {
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
  }
  SmallServer(const SmallServer&) = delete;
  SmallServer& operator=(const SmallServer&) = delete;
  bool was_asked() const { return was_asked_; }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(ntohs(address_.sin_port)); }

 private:
  /// Whether all of a request has come, by its Content-Length.
  static bool complete(std::string_view request) {
    const std::size_t head = request.find("\r\n\r\n");
    const std::size_t length = request.find("Content-Length: ");
    if (head == std::string_view::npos) return false;
    if (length > head) return true;
    return request.size() >= head + 4 + std::strtoul(request.data() + length + 16, nullptr, 10);
  }

  void serve() {
    for (;;) {
      const int connection = ::accept(listener_, nullptr, nullptr);
      if (connection < 0) return;
      was_asked_ = true;
      answer_on(connection);
    }
  }

  void answer_on(int connection) const {
    std::array<char, 8192> request{};
    std::array<char, 2048> answer{};
    const int size = std::snprintf(answer.data(), answer.size(),
                                   "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n%s",
                                   std::strlen(body_), body_);
    std::size_t got = 0;
    for (;;) {
      const ssize_t more = ::recv(connection, request.data() + got, request.size() - got, 0);
      if (more <= 0) break;
      got += static_cast<std::size_t>(more);
      if (!complete({request.data(), got})) continue;
      got = 0;
      if (::send(connection, answer.data(), static_cast<std::size_t>(size), MSG_NOSIGNAL) < 0)
        break;
    }
    ::close(connection);
  }

  const char* const body_;
  const int listener_;
  sockaddr_in address_{};
  std::atomic<bool> was_asked_{false};
  std::thread thread_;
};

constexpr const char* kDataKey =
    R"({"CiphertextBlob":"d3JhcHBlZA==","KeyId":"k","Plaintext":"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY="})";
constexpr std::string_view kDataKeyText = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldY";
constexpr std::string_view kDataKeyBytes = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef";

TEST(KeyWiping, HappensToTheAnswersOfKms) {
  const SmallServer server(kDataKey);
  watch(kDataKeyText);
  watch(kDataKeyBytes);
  EXPECT_EQ(freed_with_a_key([&] {
              const auto kms = kms_client({.region = "us-east-1",
                                           .endpoint = server.url(),
                                           .credentials = magneto::Credentials{"key", "secret"}});
              for (int i = 0; i < 2; ++i) {
                DataKey key = kms->generate_data_key({.key_id = "k"}).value();
                EXPECT_EQ(key.plaintext, kDataKeyBytes);
                EXPECT_EQ(key.ciphertext, "wrapped");
                OPENSSL_cleanse(key.plaintext.data(), key.plaintext.size());
                std::string again = kms->decrypt({.ciphertext = key.ciphertext}).value();
                EXPECT_EQ(again, kDataKeyBytes);
                OPENSSL_cleanse(again.data(), again.size());
              }
            }),
            0);
}

/// The environment of a program, and no other place that credentials come from.
class Settings {
 public:
  explicit Settings(std::initializer_list<std::pair<const char*, std::string>> settings) {
    set("AWS_CONFIG_FILE", "/dev/null");
    set("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
    set("NO_PROXY", "127.0.0.1");
    for (const char* const name : {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"}) {
      ::unsetenv(name);
    }
    for (const auto& [name, value] : settings) set(name, value);
  }
  ~Settings() {
    for (const char* const name : names_) ::unsetenv(name);
  }
  Settings(const Settings&) = delete;
  Settings& operator=(const Settings&) = delete;

 private:
  void set(const char* name, const std::string& value) {
    ::setenv(name, value.c_str(), 1);
    names_.push_back(name);
  }
  std::vector<const char*> names_;
};

constexpr std::string_view kSecretKey = "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAM";

/// Signs a call with the credentials of the environment.
void call_once(const SmallServer& database) {
  const magneto::Client client({.region = "us-east-1", .endpoint = database.url()});
  EXPECT_EQ(client.call_json("DynamoDB_20120810.ListTables", "{}").value(), "{}");
}

TEST(KeyWiping, HappensToTheAnswersOfContainers) {
  const SmallServer metadata(
      R"({"AccessKeyId":"AKID","SecretAccessKey":"wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY",)"
      R"("Token":"IQoJb3JpZ2luX2VjEXAMPLETOKENwithmore","Expiration":"2100-01-01T00:00:00Z"})");
  const SmallServer database("{}");
  const Settings settings{{"AWS_CONTAINER_CREDENTIALS_FULL_URI", metadata.url() + "/"}};
  watch(kSecretKey);
  EXPECT_EQ(freed_with_a_key([&] { call_once(database); }), 0);
  EXPECT_TRUE(metadata.was_asked());
}

TEST(KeyWiping, HappensToTheAnswersOfTheTokenService) {
  const SmallServer tokens(
      "<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials>"
      "<SessionToken>IQoJb3JpZ2luX2VjEXAMPLETOKENwithmore</SessionToken>"
      "<SecretAccessKey>wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY</SecretAccessKey>"
      "<Expiration>2100-01-01T00:00:00Z</Expiration><AccessKeyId>AKID</AccessKeyId>"
      "</Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>");
  const SmallServer database("{}");
  const Settings settings{{"AWS_WEB_IDENTITY_TOKEN_FILE", "/proc/self/comm"},
                          {"AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/reader"},
                          {"AWS_ENDPOINT_URL_STS", tokens.url()}};
  watch(kSecretKey);
  EXPECT_EQ(freed_with_a_key([&] { call_once(database); }), 0);
  EXPECT_TRUE(tokens.was_asked());
}

/// A file that goes with the test.
class TextFile {
 public:
  explicit TextFile(std::string_view text) {
    const int file = ::mkstemp(path_.data());
    EXPECT_EQ(::write(file, text.data(), text.size()), static_cast<ssize_t>(text.size()));
    ::close(file);
  }
  ~TextFile() { ::unlink(path_.c_str()); }
  TextFile(const TextFile&) = delete;
  TextFile& operator=(const TextFile&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_ = "/tmp/magneto_key_XXXXXX";
};

TEST(KeyWiping, HappensToTheKeyOfTheEnvironment) {
  const SmallServer database("{}");
  const Settings settings{{"AWS_ACCESS_KEY_ID", "AKID"},
                          {"AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY"}};
  watch(kSecretKey);
  EXPECT_EQ(freed_with_a_key([&] { call_once(database); }), 0);
}

TEST(KeyWiping, HappensToTheKeyOfAProfile) {
  const SmallServer database("{}");
  const TextFile file(
      "[default]\naws_access_key_id = AKID\n"
      "aws_secret_access_key = wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY\n");
  const Settings settings{{"AWS_SHARED_CREDENTIALS_FILE", file.path()}};
  watch(kSecretKey);
  EXPECT_EQ(freed_with_a_key([&] { call_once(database); }), 0);
}

TEST(KeyWiping, HappensToWhatACredentialProcessPrints) {
  const SmallServer database("{}");
  const TextFile printed(R"({"Version":1,"AccessKeyId":"AKID",)"
                         R"("SecretAccessKey":"wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY"})");
  const TextFile file("[default]\ncredential_process = cat " + printed.path() + "\n");
  const Settings settings{{"AWS_CONFIG_FILE", file.path()}};
  watch(kSecretKey);
  EXPECT_EQ(freed_with_a_key([&] { call_once(database); }), 0);
}

}  // namespace

void* operator new(std::size_t size) {
  if (void* const memory = std::malloc(size)) return memory;
  std::abort();
}
void* operator new[](std::size_t size) { return operator new(size); }
// The address sanitizer has its own of these, which know nothing of the ones above.
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return std::malloc(size); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return std::malloc(size); }
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
