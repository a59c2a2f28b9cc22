// SPDX-License-Identifier: Apache-2.0
#include "cli/local_flags.h"

#include <array>
#include <string_view>

namespace magneto::internal::cli {
namespace {

struct LocalFlag {
  std::string_view name;  ///< Without dashes.
  bool has_value;
  std::string_view ours;   ///< Empty: none is needed.
  std::string_view value;  ///< Where DynamoDB Local's has none.
  std::string_view note;
};

constexpr std::array kLocalFlags = {
    LocalFlag{"port", true, "--port", "", ""},
    LocalFlag{"inMemory", false, "--in-memory", "", ""},
    LocalFlag{"dbPath", true, "--data", "", ""},
    LocalFlag{"sharedDb", false, "", "",
              "is not needed: all regions and access keys share the data unless --separate says "
              "otherwise"},
    LocalFlag{"cors", true, "--cors", "", ""},
    LocalFlag{"delayTransientStatuses", false, "--transition-delay-ms", "5000", ""},
    LocalFlag{"optimizeDbBeforeStartup", false, "", "", "is not needed"},
    LocalFlag{"disableTelemetry", false, "", "", "is not needed: nothing is ever sent"},
    LocalFlag{"help", false, "--help", "", ""},
};

/// Java's flags have one dash. With two they are mistakes for ours, but for those that are ours.
const LocalFlag* find(std::string_view argument) {
  if (argument.size() < 3 || argument[0] != '-') return nullptr;
  bool two = argument[1] == '-';
  std::string_view name = argument.substr(two ? 2 : 1);
  for (const LocalFlag& flag : kLocalFlags) {
    bool is_ours = two && flag.ours.size() > 2 && flag.ours.substr(2) == name;
    if (flag.name == name && !is_ours) return &flag;
  }
  return nullptr;
}

}  // namespace

std::string explain_local_flags(const std::vector<std::string>& arguments) {
  std::string said;
  std::string command = "magneto serve";
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const LocalFlag* flag = find(arguments[i]);
    if (flag == nullptr) {
      if (arguments[i] != "serve") command.append(" ").append(arguments[i]);
      continue;
    }
    said.append(said.empty() ? "" : "; ").append(arguments[i]).append(" ");
    if (flag->ours.empty()) {
      said.append(flag->note);
    } else {
      said.append("is ").append(flag->ours);
      command.append(" ").append(flag->ours);
      if (!flag->value.empty()) command.append(" ").append(flag->value);
    }
    if (flag->has_value && i + 1 < arguments.size()) command.append(" ").append(arguments[++i]);
  }
  if (said.empty()) return {};
  return "these are flags of DynamoDB Local: " + said + "\nTry: " + command;
}

}  // namespace magneto::internal::cli
