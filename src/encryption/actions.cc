// SPDX-License-Identifier: Apache-2.0
#include "magneto/encryption/actions.h"

#include <algorithm>

#include "encryption/messages.h"
#include "magneto/encryption/error.h"
#include "magneto/encryption/item_encryptor.h"

namespace magneto::encryption {

CryptoAction AttributeActions::action(std::string_view attribute) const {
  const auto found = overrides_.find(attribute);
  return found == overrides_.end() ? default_ : found->second;
}

AttributeActions& AttributeActions::set(std::string attribute, CryptoAction action) {
  overrides_.insert_or_assign(std::move(attribute), action);
  return *this;
}

Result<void> AttributeActions::set_index_keys(std::span<const std::string> attributes) {
  const CryptoAction unless_said = std::min(default_, CryptoAction::kSignOnly);
  for (const std::string& attribute : attributes) {
    const auto [place, added] = overrides_.try_emplace(attribute, unless_said);
    if (!added && place->second == CryptoAction::kEncryptAndSign) {
      return make_error(Failure::kInvalidArgument, "key attribute \"" + attribute +
                                                       "\" cannot be encrypted: give it "
                                                       "CryptoAction::kSignOnly or kDoNothing");
    }
  }
  return {};
}

bool AttributeActions::take_no_actions() const {
  return !contains_action(CryptoAction::kSignOnly) &&
         !contains_action(CryptoAction::kEncryptAndSign);
}

bool AttributeActions::contains_action(CryptoAction action) const {
  return default_ == action ||
         std::any_of(overrides_.begin(), overrides_.end(),
                     [action](const auto& override) { return override.second == action; });
}

Result<void> AttributeActions::check() const {
  for (const std::string_view reserved : {kDescriptionAttribute, kSignatureAttribute}) {
    if (overrides_.contains(reserved)) {
      return make_error(Failure::kInvalidArgument,
                        internal::encryption::reserved_attribute(reserved));
    }
  }
  return {};
}

}  // namespace magneto::encryption
