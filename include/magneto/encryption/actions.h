// SPDX-License-Identifier: Apache-2.0
//
// What is done to each attribute of an item.
//
//   AttributeActions actions(CryptoAction::kEncryptAndSign,
//                            {{"ISBN", CryptoAction::kDoNothing},
//                             {"PublicationYear", CryptoAction::kSignOnly}});
//
// Writer and reader need the same actions: they are part of what is signed. A value type; thread
// safe as std containers.
#pragma once

#include <compare>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "magneto/result.h"

namespace magneto::encryption {

/// Ordered: what is later protects more.
enum class CryptoAction : std::uint8_t {
  kDoNothing = 0,       ///< Stored as it is, and not protected at all.
  kSignOnly = 1,        ///< Stored as it is; a change is noticed.
  kEncryptAndSign = 2,  ///< Unreadable without the key; a change is noticed.
};

class AttributeActions {
 public:
  using Overrides = std::map<std::string, CryptoAction, std::less<>>;

  /// All attributes are encrypted and signed.
  AttributeActions() = default;
  explicit AttributeActions(
      CryptoAction default_action,
      std::initializer_list<std::pair<const std::string, CryptoAction>> overrides = {})
      : AttributeActions(default_action, Overrides(overrides)) {}
  AttributeActions(CryptoAction default_action, Overrides overrides)
      : default_(default_action), overrides_(std::move(overrides)) {}

  CryptoAction default_action() const { return default_; }
  const Overrides& overrides() const { return overrides_; }
  CryptoAction action(std::string_view attribute) const;
  AttributeActions& set(std::string attribute, CryptoAction action);

  /// Key attributes cannot be encrypted: each gets DO_NOTHING where that is the default, else
  /// SIGN_ONLY. What was said of it before stays. Errors: Failure::kInvalidArgument where it was
  /// said to be encrypted.
  Result<void> set_index_keys(std::span<const std::string> attributes);

  /// Whether nothing is done to any attribute.
  bool take_no_actions() const;
  /// Whether it is the default or the action of some attribute.
  bool contains_action(CryptoAction action) const;
  /// Errors: Failure::kInvalidArgument where a reserved attribute has an action.
  Result<void> check() const;

  friend bool operator==(const AttributeActions&, const AttributeActions&) = default;

 private:
  CryptoAction default_ = CryptoAction::kEncryptAndSign;
  Overrides overrides_;
};

}  // namespace magneto::encryption
