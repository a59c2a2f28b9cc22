// SPDX-License-Identifier: Apache-2.0
//
// One version of a material, as a row of a MetaStore holds it:
//
//   N S name   V N version   t S "0"   encAlg S "AES"   enc B key   intAlg S "HmacSHA256"   int B key
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "encryption/public_names.h"
#include "magneto/encryption/actions.h"
#include "magneto/encryption/materials.h"

namespace magneto::internal::encryption {

/// Rows are encrypted but for their key.
magneto::encryption::AttributeActions row_actions();

/// New keys. Errors: kEncryption.
Result<Item> new_material_row(const std::string& name, std::int64_t version);

/// A provider whose keys are those of a decrypted row. Errors: kInvalidVersion (a row of another
/// type), kProviderStore (no keys in it).
Result<std::shared_ptr<magneto::encryption::MaterialsProvider>> provider_of_row(const Item& row);

/// "name#version", as items say it.
std::string material_id(std::string_view name, std::int64_t version);
/// The version of an item's or a provider's description. Errors: kInvalidVersion.
Result<std::int64_t> version_of(const magneto::encryption::MaterialDescription& description);

}  // namespace magneto::internal::encryption
