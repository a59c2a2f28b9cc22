// SPDX-License-Identifier: Apache-2.0
//
// Workspace: what encrypting or decrypting an item needs, used for one item after the other.
#pragma once

#include <string>

#include "encryption/crypto/random_source.h"
#include "encryption/format/description.h"
#include "encryption/format/item_shape.h"
#include "encryption/format/signed_string.h"

namespace magneto::internal::encryption {

/// Not thread safe: one item at a time.
struct Workspace {
  RandomSource ivs;
  ItemShapes shapes;
  SignedString signed_string;
  DescriptionEntries description;
  std::string stored;  ///< Attribute after attribute, as it is signed and stored.
};

}  // namespace magneto::internal::encryption
