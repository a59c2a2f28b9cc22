// SPDX-License-Identifier: Apache-2.0
//
// JsonMembers: the scalars of a JSON object, for documents of a few members. They may be keys, so they
// are wiped when they go, and so is what reading them needed.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/wipe.h"

namespace magneto::internal::credentials {

class JsonMembers {
 public:
  JsonMembers() = default;
  JsonMembers(JsonMembers&&) noexcept = default;
  JsonMembers& operator=(JsonMembers&&) = delete;
  ~JsonMembers() {
    for (auto& [name, text] : members_) wipe(text);
  }

  /// Nothing when `text` is not a JSON object.
  static std::optional<JsonMembers> parse(std::string_view text);

  /// The member as text: strings, integers, true and false. Members of an object in the object have
  /// a name like "roleCredentials.accessKeyId". Null when it is not there or something else.
  const std::string* find(std::string_view name) const {
    auto found = members_.find(name);
    return found == members_.end() ? nullptr : &found->second;
  }
  /// Whether it is there and not empty.
  bool has(std::string_view name) const {
    const std::string* found = find(name);
    return found && !found->empty();
  }
  /// Empty when it is not there.
  std::string get(std::string_view name) const {
    const std::string* found = find(name);
    return found ? *found : std::string();
  }

 private:
  std::map<std::string, std::string, std::less<>> members_;
};

/// A JSON object of strings.
std::string json_object(const std::map<std::string, std::string>& members);

}  // namespace magneto::internal::credentials
