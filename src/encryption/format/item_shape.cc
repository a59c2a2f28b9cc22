// SPDX-License-Identifier: Apache-2.0
#include "encryption/format/item_shape.h"

#include <algorithm>
#include <cstring>

#include "encryption/format/order.h"

namespace magneto::internal::encryption {
namespace {

constexpr std::size_t kSize = Sha256::kSize;

// SHA256("ENCRYPTED") and SHA256("PLAINTEXT").
constexpr std::string_view kEncrypted{
    "\x39\x41\x15\xac\x4e\xb0\x9a\xa4\x94\x29\x34\x88\x16\xb2\x03\x81"
    "\x27\xb0\xf9\xe3\xa5\x20\x37\x2a\xe1\x00\xca\x19\xfb\x08\xfd\x50",
    kSize};
constexpr std::string_view kPlaintext{
    "\xcb\x40\xe7\xda\xdc\x86\x16\x1b\x97\x98\xde\x48\x51\x2f\x33\x2d"
    "\x21\xc1\x41\xfc\xc1\xe2\x8a\x08\x6f\xde\x4a\x33\x75\xaa\xb1\xb5",
    kSize};

bool is_reserved(std::string_view name) {
  return name == magneto::encryption::kDescriptionAttribute ||
         name == magneto::encryption::kSignatureAttribute;
}

}  // namespace

void NameHashes::put(std::string_view name, char* to) {
  const auto found = known_.find(name);
  if (found != known_.end()) {
    std::memcpy(to, found->second.data(), kSize);
    return;
  }
  const Sha256::Bytes hash = Sha256().of(name);
  std::memcpy(to, hash.data(), kSize);
  if (known_.size() < kMost) known_.emplace(name, hash);
}

ItemShape::ItemShape(const Item& item, const SigningRules& rules, NameHashes& names)
    : profile_(rules.profile), profiles_differ_(!rules.table.has_value()) {
  const bool java = rules.profile == WriterProfile::kJava;
  attributes_.reserve(item.size());
  std::vector<Attribute*> in_order;
  for (const Member& member : item) {
    const bool reserved = is_reserved(member.name);
    const CryptoAction action =
        reserved ? CryptoAction::kDoNothing : rules.actions.action(member.name);
    attributes_.push_back({member.name, action, reserved, 0});
    if (action == CryptoAction::kDoNothing) continue;
    in_order.push_back(&attributes_.back());
    profiles_differ_ = profiles_differ_ || has_late_characters(member.name);
  }
  if (java) {
    std::sort(in_order.begin(), in_order.end(),
              [](const Attribute* a, const Attribute* b) { return utf16_less(a->name, b->name); });
  }
  signed_string_.resize(kSize * (1 + 3 * in_order.size()));
  // What an absent name is signed as: the text that each language prints for nothing.
  const std::string table = rules.table.value_or(java ? "null" : "None");
  char* const bytes = signed_string_.data();
  names.put("TABLE>" + table + "<TABLE", bytes);
  std::size_t at = kSize;
  for (Attribute* const attribute : in_order) {
    const bool encrypted = attribute->action == CryptoAction::kEncryptAndSign;
    names.put(attribute->name, bytes + at);
    std::memcpy(bytes + at + kSize, (encrypted ? kEncrypted : kPlaintext).data(), kSize);
    attribute->place = at + 2 * kSize;
    at += 3 * kSize;
  }
}

bool ItemShape::fits(const Item& item) const {
  return std::equal(
      item.begin(), item.end(), attributes_.begin(), attributes_.end(),
      [](const Member& member, const Attribute& known) { return member.name == known.name; });
}

const ItemShape& ItemShapes::of(const Item& item, const SigningRules& rules) {
  for (const auto& shape : kept_) {
    if (shape->profile() == rules.profile && shape->fits(item)) return *shape;
  }
  auto shape = std::make_unique<const ItemShape>(item, rules, names_);
  if (kept_.size() < kKept) return *kept_.emplace_back(std::move(shape));
  oldest_ = (oldest_ + 1) % kKept;
  kept_[oldest_] = std::move(shape);
  return *kept_[oldest_];
}

}  // namespace magneto::internal::encryption
