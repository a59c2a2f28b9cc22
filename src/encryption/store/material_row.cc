// SPDX-License-Identifier: Apache-2.0
#include "encryption/store/material_row.h"

#include <charconv>

#include "encryption/crypto/digest.h"
#include "encryption/crypto/secret.h"
#include "encryption/format/description.h"
#include "encryption/names.h"

namespace magneto::internal::encryption {
namespace {

using magneto::encryption::AttributeActions;
using magneto::encryption::CryptoAction;
using magneto::encryption::Key;
using magneto::encryption::KeyEncoding;
using magneto::encryption::KeyType;
using magneto::encryption::MaterialsProvider;
using magneto::encryption::WrappedMaterialsProvider;

constexpr std::string_view kMaterialType = "0";
constexpr std::size_t kKeySize = 32;

Error invalid_record() {
  return make_error(Failure::kProviderStore, "a row of the provider store is no material");
}

Result<Key> key_in(const Item& row, std::string_view algorithm, std::string_view bytes) {
  const Result<std::string> name = row[algorithm].as<std::string>();
  const Result<Binary> material = row[bytes].as<Binary>();
  if (!name || !material) return invalid_record();
  Result<Key> key = magneto::encryption::local_key(material->bytes(), *name, KeyType::kSymmetric,
                                                   KeyEncoding::kRaw);
  if (!key) return invalid_record();
  return key;
}

}  // namespace

AttributeActions row_actions() {
  return AttributeActions(CryptoAction::kEncryptAndSign,
                          {{"N", CryptoAction::kSignOnly}, {"V", CryptoAction::kSignOnly}});
}

Result<Item> new_material_row(const std::string& name, std::int64_t version) {
  Secret keys(2 * kKeySize);
  if (auto filled = fill_random(keys.data(), keys.size()); !filled) return filled.error();
  return Item{{"N", name},
              {"V", version},
              {"t", kMaterialType},
              {"encAlg", "AES"},
              {"enc", Binary(keys.view().substr(0, kKeySize))},
              {"intAlg", "HmacSHA256"},
              {"int", Binary(keys.view().substr(kKeySize))}};
}

Result<std::shared_ptr<MaterialsProvider>> provider_of_row(const Item& row) {
  const Result<std::string> name = row["N"].as<std::string>();
  const Result<std::int64_t> version = row["V"].as<std::int64_t>();
  const Result<std::string> type = row["t"].as<std::string>();
  if (!name || !version || !type) return invalid_record();
  if (*type != kMaterialType) {
    return make_error(Failure::kInvalidVersion,
                      "material \"" + *name + "\" is of unknown type \"" + *type + "\"");
  }
  const Result<Key> wrapping = key_in(row, "encAlg", "enc");
  if (!wrapping) return wrapping.error();
  const Result<Key> signing = key_in(row, "intAlg", "int");
  if (!signing) return signing.error();
  WrappedMaterialsProvider::Options options;
  options.signing_key = *signing;
  options.wrapping_key = *wrapping;
  options.unwrapping_key = *wrapping;
  options.material_description = {{std::string(kMaterialId), material_id(*name, *version)}};
  return std::shared_ptr<MaterialsProvider>(
      std::make_shared<WrappedMaterialsProvider>(std::move(options)));
}

std::string material_id(std::string_view name, std::int64_t version) {
  return std::string(name) + "#" + std::to_string(version);
}

Result<std::int64_t> version_of(const MaterialDescription& description) {
  const std::string_view id = entry(description, kMaterialId);
  const std::size_t hash = id.find('#');
  std::int64_t version = 0;
  const std::string_view digits = hash == std::string_view::npos ? "" : id.substr(hash + 1);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), version);
  if (error != std::errc() || end != digits.data() + digits.size()) {
    return make_error(Failure::kInvalidVersion,
                      "the material description names no version of a material");
  }
  return version;
}

}  // namespace magneto::internal::encryption
