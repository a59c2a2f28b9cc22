// SPDX-License-Identifier: Apache-2.0
//
// Environment variables, passed in so that tests choose them.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace magneto::internal::profile {

/// A cheap copy. Thread safe as long as nobody changes the environment of the process.
class Environment {
 public:
  using Variables = std::map<std::string, std::string, std::less<>>;

  /// Looks variables up in the process, each time anew.
  static Environment of_process();
  static Environment of(Variables variables);

  std::optional<std::string> find(const std::string& name) const { return find_(name); }
  /// Empty when it is not set.
  std::string get(const std::string& name) const { return find_(name).value_or(std::string()); }

 private:
  using Find = std::function<std::optional<std::string>(const std::string&)>;
  explicit Environment(Find find) : find_(std::move(find)) {}
  Find find_;
};

/// `path` with $NAME, ${NAME} and a leading ~ replaced, as botocore does with paths of its files.
/// Unknown variables stay as they are.
std::string expand_path(std::string_view path, const Environment& environment);

}  // namespace magneto::internal::profile
