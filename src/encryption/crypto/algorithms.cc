// SPDX-License-Identifier: Apache-2.0
#include "encryption/crypto/algorithms.h"

#include <charconv>

#include "encryption/crypto/digest.h"

namespace magneto::internal::encryption {

std::optional<SignatureAlgorithm> signature_named(std::string_view name) {
  const auto found = [](SignatureKind kind,
                        std::string_view digest) -> std::optional<SignatureAlgorithm> {
    const EVP_MD* const md = digest_named(digest);
    if (md == nullptr) return std::nullopt;
    return SignatureAlgorithm{kind, md};
  };
  constexpr std::string_view kMac = "Hmac";
  if (name.starts_with(kMac)) return found(SignatureKind::kMac, name.substr(kMac.size()));
  const std::size_t with = name.find("with");
  if (with == std::string_view::npos) return std::nullopt;
  const std::string_view digest = name.substr(0, with);
  const std::string_view scheme = name.substr(with + 4);
  if (scheme == "RSA") return found(SignatureKind::kRsa, digest);
  if (scheme == "ECDSA" && digest != "SHA1") return found(SignatureKind::kEcdsa, digest);
  return std::nullopt;
}

Result<WrapTransformation> wrap_named(std::string_view name) {
  if (name == "AESWrap" || name == "AES") return WrapTransformation{WrapKind::kAes, nullptr};
  if (name == "RSA" || name == "RSA/ECB/PKCS1Padding") {
    return WrapTransformation{WrapKind::kRsaPkcs1, nullptr};
  }
  constexpr std::string_view kBefore = "RSA/ECB/OAEPWithSHA-";
  constexpr std::string_view kBehind = "AndMGF1Padding";
  if (name.starts_with(kBefore) && name.ends_with(kBehind) &&
      name.size() > kBefore.size() + kBehind.size()) {
    name.remove_prefix(kBefore.size());
    name.remove_suffix(kBehind.size());
    const EVP_MD* const digest = digest_named("SHA" + std::string(name));
    if (digest != nullptr) return WrapTransformation{WrapKind::kRsaOaep, digest};
  }
  return make_error(Failure::kJceTransformation, "no such transformation for wrapping keys");
}

std::optional<KeyInfo> key_info(std::string_view text) {
  const std::size_t slash = text.find('/');
  KeyInfo info{std::string(text.substr(0, slash))};
  if (slash == std::string_view::npos) return info;
  const std::string_view bits = text.substr(slash + 1);
  const auto [end, error] = std::from_chars(bits.data(), bits.data() + bits.size(), info.bits);
  if (error != std::errc() || end != bits.data() + bits.size() || info.bits <= 0) {
    return std::nullopt;
  }
  return info;
}

}  // namespace magneto::internal::encryption
