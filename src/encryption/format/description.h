// SPDX-License-Identifier: Apache-2.0
//
// The attribute *amzn-ddb-map-desc*.
//
//   description := 00000000 { LV(name) LV(value) }...       u32 lengths, big-endian
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "encryption/public_names.h"
#include "magneto/encryption/materials.h"

namespace magneto::internal::encryption {

using magneto::encryption::MaterialDescription;

/// Few, each of another name.
using DescriptionEntries = std::vector<std::pair<std::string_view, std::string_view>>;

/// Sorted by name. Errors: kInvalidMaterialDescription (text that is not UTF-8).
Result<std::string> serialize_description(const MaterialDescription& description);
/// `entries` take the place of those of the same name. They are sorted.
Result<std::string> serialize_description(const MaterialDescription& description,
                                          DescriptionEntries& entries);

/// Of two entries with one name the later counts. Errors: kInvalidMaterialDescription,
/// kInvalidMaterialDescriptionVersion.
Result<MaterialDescription> read_description(std::string_view bytes);

/// Empty where there is no entry of that name.
std::string_view entry(const MaterialDescription& description, std::string_view name);

}  // namespace magneto::internal::encryption
