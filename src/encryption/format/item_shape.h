// SPDX-License-Identifier: Apache-2.0
//
// ItemShape: all that the names of an item's attributes decide. Items come with the same names again
// and again, so it is worked out once and recognised afterwards.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/sha256.h"
#include "encryption/public_names.h"
#include "magneto/encryption/actions.h"
#include "magneto/encryption/item_encryptor.h"
#include "magneto/value.h"

namespace magneto::internal::encryption {

using magneto::encryption::AttributeActions;
using magneto::encryption::CryptoAction;
using magneto::encryption::WriterProfile;

/// What is signed, the same for all items of an encryptor.
struct SigningRules {
  const std::optional<std::string>& table;
  const AttributeActions& actions;
  WriterProfile profile = WriterProfile::kPython;
};

/// The SHA-256 of names of attributes. Not thread safe.
class NameHashes {
 public:
  /// Puts the 32 bytes.
  void put(std::string_view name, char* to);

 private:
  /// Who has more names than this makes them up.
  static constexpr std::size_t kMost = 1000;

  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  std::unordered_map<std::string, Sha256::Bytes, Hash, std::equal_to<>> known_;
};

/// Immutable.
class ItemShape {
 public:
  struct Attribute {
    std::string name;
    CryptoAction action;  ///< kDoNothing of the two reserved ones.
    bool reserved;
    /// Where the hash of its value stands in the signed string; 0: it is not signed.
    std::size_t place;
  };

  ItemShape(const Item& item, const SigningRules& rules, NameHashes& names);

  /// Whether `item` has the same names.
  bool fits(const Item& item) const;
  WriterProfile profile() const { return profile_; }
  /// In the order of the item.
  const std::vector<Attribute>& attributes() const { return attributes_; }
  /// The signed string, without the hashes of values.
  const std::string& signed_string() const { return signed_string_; }
  /// Whether the names alone may make the other profile give another string.
  bool profiles_differ() const { return profiles_differ_; }

 private:
  WriterProfile profile_;
  std::vector<Attribute> attributes_;
  std::string signed_string_;
  bool profiles_differ_ = false;
};

/// The shapes that came last. Not thread safe.
class ItemShapes {
 public:
  /// Valid until the next call.
  const ItemShape& of(const Item& item, const SigningRules& rules);

 private:
  static constexpr std::size_t kKept = 8;

  NameHashes names_;
  std::vector<std::unique_ptr<const ItemShape>> kept_;
  std::size_t oldest_ = 0;
};

}  // namespace magneto::internal::encryption
