// SPDX-License-Identifier: Apache-2.0
#include "encryption/format/signed_string.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "encryption/crypto/digest.h"
#include "encryption/format/order.h"
#include "encryption/format/serialize.h"

namespace magneto::internal::encryption {
namespace {

using magneto::encryption::AttributeActions;
using magneto::encryption::CryptoAction;

// SHA256("ENCRYPTED") and SHA256("PLAINTEXT").
constexpr std::string_view kEncrypted{
    "\x39\x41\x15\xac\x4e\xb0\x9a\xa4\x94\x29\x34\x88\x16\xb2\x03\x81"
    "\x27\xb0\xf9\xe3\xa5\x20\x37\x2a\xe1\x00\xca\x19\xfb\x08\xfd\x50",
    32};
constexpr std::string_view kPlaintext{
    "\xcb\x40\xe7\xda\xdc\x86\x16\x1b\x97\x98\xde\x48\x51\x2f\x33\x2d"
    "\x21\xc1\x41\xfc\xc1\xe2\x8a\x08\x6f\xde\x4a\x33\x75\xaa\xb1\xb5",
    32};

struct Signed {
  const Member* member;
  bool encrypted;
};

std::vector<Signed> signed_attributes(const Item& item, const AttributeActions& actions,
                                      WriterProfile profile) {
  std::vector<Signed> found;
  found.reserve(item.size());
  for (const Member& member : item) {
    if (member.name == magneto::encryption::kDescriptionAttribute ||
        member.name == magneto::encryption::kSignatureAttribute) {
      continue;
    }
    const CryptoAction action = actions.action(member.name);
    if (action == CryptoAction::kDoNothing) continue;
    found.push_back({&member, action == CryptoAction::kEncryptAndSign});
  }
  if (profile == WriterProfile::kJava) {
    std::sort(found.begin(), found.end(), [](const Signed& a, const Signed& b) {
      return utf16_less(a.member->name, b.member->name);
    });
  }
  return found;
}

}  // namespace

Result<SignedString> signed_string(const Item& item, const std::optional<std::string>& table,
                                   const AttributeActions& actions, WriterProfile profile,
                                   NameHashes& hashes) {
  constexpr std::size_t kSize = Sha256::kSize;
  const bool java = profile == WriterProfile::kJava;
  const std::vector<Signed> attributes = signed_attributes(item, actions, profile);
  const auto hash = hashes.hash();
  SignedString result;
  result.bytes.resize(kSize * (1 + 3 * attributes.size()));
  // What an absent name is signed as: the text that each language prints for nothing.
  const std::string name = table.value_or(java ? "null" : "None");
  char* to = result.bytes.data();
  {
    NameHashes::Access names(hashes);
    names.put("TABLE>" + name + "<TABLE", *hash, to);
    to += kSize;
    for (const Signed& attribute : attributes) {
      names.put(attribute.member->name, *hash, to);
      to += 3 * kSize;
    }
  }
  to = result.bytes.data() + 2 * kSize;
  Serializer serializer(profile, true);
  std::string serialized;
  serialized.reserve(kBufferSize);
  for (const Signed& attribute : attributes) {
    serializer.note_name(attribute.member->name);
    serialized.clear();
    if (auto done = serializer.append(attribute.member->value, serialized); !done) {
      return done.error().in("attribute \"" + attribute.member->name + "\"");
    }
    std::memcpy(to, (attribute.encrypted ? kEncrypted : kPlaintext).data(), kSize);
    hash->put(serialized, to + kSize);
    to += 3 * kSize;
  }
  result.profiles_differ = !table.has_value() || serializer.profiles_differ();
  return result;
}

}  // namespace magneto::internal::encryption
