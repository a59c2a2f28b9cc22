// SPDX-License-Identifier: Apache-2.0
#include "encryption/content_key.h"

#include <typeinfo>

#include "encryption/base64_text.h"
#include "encryption/crypto/algorithms.h"
#include "encryption/crypto/digest.h"
#include "encryption/crypto/secret.h"
#include "encryption/format/description.h"
#include "encryption/local_aes_key.h"
#include "encryption/names.h"

namespace magneto::internal::encryption {
namespace {

std::string_view content_algorithm(const MaterialDescription& description) {
  const std::string_view said = entry(description, kContentAlgorithm);
  return said.empty() ? kDefaultContentAlgorithm : said;
}

}  // namespace

Result<WrappedKeys::Made> ContentKeySource::make(std::string_view how, std::size_t size) {
  const DelegatedKey& wrapping = *wrapping_;
  if (how == "AESWrap" && typeid(wrapping) == typeid(LocalAesKey)) {
    return ahead_.take()->next(static_cast<const LocalAesKey&>(wrapping), size);
  }
  WrappedKeys::Made made{Secret(size), {}};
  if (auto filled = fill_random(made.key.data(), size); !filled) return filled.error();
  Result<std::string> wrapped = wrapping.wrap(how, made.key.view());
  if (!wrapped) return wrapped.error();
  made.wrapped = std::move(*wrapped);
  return made;
}

Result<Key> ContentKeySource::next(MaterialDescription& description) {
  const std::string algorithm(content_algorithm(description));
  const auto info = key_info(algorithm);
  if (!info || info->algorithm != "AES" ||
      (info->bits != 128 && info->bits != 192 && info->bits != 256)) {
    return make_error(Failure::kWrapping,
                      "content keys are AES/128, AES/192 or AES/256, not " + algorithm);
  }
  std::string how(entry(description, kWrappingAlgorithm));
  if (how.empty()) how = wrapping_->wrapping_algorithm();
  Result<WrappedKeys::Made> made = make(how, static_cast<std::size_t>(info->bits) / 8);
  if (!made) return made.error();
  // Behind most entries, in the order of their names.
  const auto end = description.end();
  description.insert_or_assign(end, std::string(kContentAlgorithm), algorithm);
  description.insert_or_assign(end, std::string(kContentKey), base64_of(made->wrapped));
  description.insert_or_assign(end, std::string(kWrappingAlgorithm), std::move(how));
  return Key(
      std::make_shared<LocalAesKey>(info->algorithm, std::move(made->key), KeyUse::kOneItem));
}

Result<Key> unwrapped_content_key(const DelegatedKey& unwrapping,
                                  const MaterialDescription& description) {
  const auto info = key_info(content_algorithm(description));
  const auto wrapped = from_base64(entry(description, kContentKey));
  if (!info || info->algorithm != "AES" || !wrapped) {
    return make_error(Failure::kUnwrapping, "the item's description of its key is not right");
  }
  Result<std::string> bytes = unwrapping.unwrap(entry(description, kWrappingAlgorithm), *wrapped);
  if (!bytes) return bytes.error();
  Secret content_key(*bytes);
  wipe(*bytes);
  if (!is_aes_key_size(content_key.size())) {
    return make_error(Failure::kUnwrapping, "what was wrapped in the item is no AES key");
  }
  return Key(
      std::make_shared<LocalAesKey>(info->algorithm, std::move(content_key), KeyUse::kOneItem));
}

}  // namespace magneto::internal::encryption
