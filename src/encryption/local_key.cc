// SPDX-License-Identifier: Apache-2.0
#include "base/sha256.h"
#include "encryption/crypto/aes.h"
#include "encryption/crypto/algorithms.h"
#include "encryption/crypto/asymmetric.h"
#include "encryption/crypto/digest.h"
#include "encryption/crypto/mac.h"
#include "encryption/crypto/pool.h"
#include "encryption/crypto/secret.h"
#include "encryption/local_aes_key.h"
#include "encryption/names.h"
#include "magneto/encryption/key.h"

namespace magneto::encryption {
namespace {

using namespace magneto::internal::encryption;  // NOLINT: its room
using magneto::internal::equal_in_constant_time;
using magneto::internal::HmacSha256;
using magneto::internal::Sha256;

Error bad_signature() {
  return make_error(Failure::kSignatureVerification, "the item's signature is not right");
}

class MacKey final : public DelegatedKey {
 public:
  MacKey(std::string algorithm, const EVP_MD* digest, Secret key)
      : algorithm_(std::move(algorithm)), digest_(digest), key_(std::move(key)) {
    if (digest == digest_named("SHA256")) sha256_.emplace(key_.view());
  }

  const std::string& algorithm() const override { return algorithm_; }
  std::optional<std::string> signing_algorithm() const override { return algorithm_; }
  Result<std::string> sign(std::string_view algorithm, std::string_view data) const override {
    if (algorithm != algorithm_) return not_for(*this, algorithm);
    if (!sha256_) return macs_.take()->of(data);
    const Sha256::Bytes mac = sha256_->of(data);
    return std::string(mac.begin(), mac.end());
  }
  Result<void> verify(std::string_view algorithm, std::string_view signature,
                      std::string_view data) const override {
    const Result<std::string> expected = sign(algorithm, data);
    if (!expected) return expected.error();
    if (!equal_in_constant_time(*expected, signature)) return bad_signature();
    return {};
  }

 private:
  std::string algorithm_;
  const EVP_MD* digest_;
  Secret key_;
  std::optional<HmacSha256> sha256_;
  mutable Pool<Mac> macs_{[this] { return std::make_unique<Mac>(digest_, key_.view()); }};
};

/// RSA or ECDSA, for one algorithm ("SHA256withRSA") or for several ("RSA", "EC").
class AsymmetricLocalKey final : public DelegatedKey {
 public:
  AsymmetricLocalKey(std::string algorithm, AsymmetricKey key, bool is_private)
      : algorithm_(std::move(algorithm)), key_(std::move(key)), is_private_(is_private) {}

  const std::string& algorithm() const override { return algorithm_; }
  std::optional<std::string> signing_algorithm() const override {
    if (signature_named(algorithm_)) return algorithm_;
    return std::nullopt;
  }
  std::string wrapping_algorithm() const override {
    return algorithm_ == "RSA" ? "RSA/ECB/OAEPWithSHA-256AndMGF1Padding" : algorithm_;
  }

  Result<std::string> sign(std::string_view algorithm, std::string_view data) const override {
    const EVP_MD* const digest = digest_of(algorithm);
    if (digest == nullptr) return not_for(*this, algorithm);
    if (!is_private_) return make_error(Failure::kSigning, "a public key cannot sign");
    return sign_with(key_.get(), digest, data);
  }
  Result<void> verify(std::string_view algorithm, std::string_view signature,
                      std::string_view data) const override {
    const EVP_MD* const digest = digest_of(algorithm);
    if (digest == nullptr) return not_for(*this, algorithm);
    if (!verifies(key_.get(), digest, signature, data)) return bad_signature();
    return {};
  }
  Result<std::string> wrap(std::string_view algorithm,
                           std::string_view content_key) const override {
    const Result<WrapTransformation> how = transformation(algorithm);
    if (!how) return how.error();
    return rsa_wrap(key_.get(), *how, content_key);
  }
  Result<std::string> unwrap(std::string_view algorithm, std::string_view wrapped) const override {
    const Result<WrapTransformation> how = transformation(algorithm.empty() ? "RSA" : algorithm);
    if (!how) return how.error();
    if (!is_private_) return make_error(Failure::kUnwrapping, "a public key cannot unwrap");
    return rsa_unwrap(key_.get(), *how, wrapped);
  }

 private:
  /// Null where the algorithm is not one of this key.
  const EVP_MD* digest_of(std::string_view algorithm) const {
    const auto named = signature_named(algorithm);
    const SignatureKind kind = is_rsa(key_.get()) ? SignatureKind::kRsa : SignatureKind::kEcdsa;
    if (!named || named->kind != kind) return nullptr;
    const auto own = signing_algorithm();
    return own && *own != algorithm ? nullptr : named->digest;
  }
  Result<WrapTransformation> transformation(std::string_view algorithm) const {
    Result<WrapTransformation> how = wrap_named(algorithm);
    if (how && (how->kind == WrapKind::kAes || !is_rsa(key_.get()))) {
      return not_for(*this, algorithm);
    }
    return how;
  }

  std::string algorithm_;
  AsymmetricKey key_;
  bool is_private_;
};

Error invalid(std::string message) {
  return make_error(Failure::kInvalidArgument, std::move(message));
}

Result<Key> symmetric_key(Secret material, std::string algorithm) {
  if (algorithm == "AES" || algorithm == "AESWrap") {
    if (!is_aes_key_size(material.size())) {
      return invalid("an AES key has 16, 24 or 32 bytes, not " + std::to_string(material.size()));
    }
    return Key(std::make_shared<LocalAesKey>(std::move(algorithm), std::move(material)));
  }
  const auto named = signature_named(algorithm);
  if (named && named->kind == SignatureKind::kMac) {
    return Key(std::make_shared<MacKey>(std::move(algorithm), named->digest, std::move(material)));
  }
  return make_error(Failure::kJceTransformation, "no symmetric algorithm is named " + algorithm);
}

bool is_asymmetric_name(const std::string& algorithm) {
  const auto named = signature_named(algorithm);
  const bool signs = named && named->kind != SignatureKind::kMac;
  return signs || algorithm == "RSA" || algorithm == "EC" || algorithm.starts_with("RSA/");
}

}  // namespace

std::string DelegatedKey::wrapping_algorithm() const { return algorithm(); }

Result<std::string> DelegatedKey::encrypt(std::string_view, std::string_view,
                                          std::string_view) const {
  return not_for(*this, "encrypting");
}
Result<std::string> DelegatedKey::decrypt(std::string_view, std::string_view,
                                          std::string_view) const {
  return not_for(*this, "decrypting");
}
Result<std::string> DelegatedKey::wrap(std::string_view, std::string_view) const {
  return not_for(*this, "wrapping keys");
}
Result<std::string> DelegatedKey::unwrap(std::string_view, std::string_view) const {
  return not_for(*this, "unwrapping keys");
}
Result<std::string> DelegatedKey::sign(std::string_view, std::string_view) const {
  return not_for(*this, "signing");
}
Result<void> DelegatedKey::verify(std::string_view, std::string_view, std::string_view) const {
  return not_for(*this, "verifying");
}

Result<Key> local_key(std::string_view material, std::string algorithm, KeyType type,
                      KeyEncoding encoding) {
  if ((type == KeyType::kSymmetric) != (encoding == KeyEncoding::kRaw)) {
    return invalid("symmetric keys are raw bytes, asymmetric ones DER or PEM");
  }
  if (type == KeyType::kSymmetric) return symmetric_key(Secret(material), std::move(algorithm));
  if (!is_asymmetric_name(algorithm)) {
    return make_error(Failure::kJceTransformation, "no asymmetric algorithm is named " + algorithm);
  }
  const bool is_private = type == KeyType::kPrivate;
  AsymmetricKey key = read_key(material, is_private, encoding == KeyEncoding::kPem);
  if (!key) return invalid("these bytes are no key of algorithm " + algorithm);
  const bool wants_rsa = algorithm.find("RSA") != std::string::npos;
  if (wants_rsa != is_rsa(key.get())) return invalid("this key is not for " + algorithm);
  return Key(
      std::make_shared<AsymmetricLocalKey>(std::move(algorithm), std::move(key), is_private));
}

Result<Key> generate_key(std::string algorithm, int bits) {
  if (algorithm.find("RSA") != std::string::npos && is_asymmetric_name(algorithm)) {
    AsymmetricKey key = generate_rsa_key(bits);
    if (!key) return invalid("no RSA key has " + std::to_string(bits) + " bits");
    return Key(std::make_shared<AsymmetricLocalKey>(std::move(algorithm), std::move(key), true));
  }
  if (bits <= 0 || bits % 8 != 0 || bits > 1 << 16) {
    return invalid("no key has " + std::to_string(bits) + " bits");
  }
  Secret material(static_cast<std::size_t>(bits) / 8);
  if (auto filled = fill_random(material.data(), material.size()); !filled) return filled.error();
  Result<Key> key = symmetric_key(std::move(material), std::move(algorithm));
  if (!key) return invalid(key.error().message());
  return key;
}

}  // namespace magneto::encryption
