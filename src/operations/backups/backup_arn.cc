// SPDX-License-Identifier: Apache-2.0
#include "operations/backups/backup_arn.h"

#include <algorithm>
#include <array>

#include "operations/backups/backup_messages.h"

namespace magneto::internal::operations {
namespace {

// "us-east-1", "us-gov-west-1": two letters, words, a number. (The service knows which regions
// there are, and refuses what merely looks like one.)
bool is_region(std::string_view text) {
  const std::size_t dash = text.rfind('-');
  if (dash == std::string_view::npos || text.find('-') != 2 || dash < 4) return false;
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; };
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const std::string_view number = text.substr(dash + 1);
  return !number.empty() && std::ranges::all_of(number, is_digit) &&
         std::ranges::all_of(text.substr(0, dash), is_letter);
}

// The table's name, "backup", the rest.
bool is_backup_resource(std::string_view resource) {
  const std::size_t slash = resource.find('/');
  if (slash == std::string_view::npos || slash == 0) return false;
  constexpr std::string_view kBackup = "/backup/";
  const std::string_view rest = resource.substr(slash);
  return rest.starts_with(kBackup) && rest.size() > kBackup.size();
}

}  // namespace

Result<BackupArn> read_backup_arn(std::string_view arn) {
  // arn, partition, service, region, account; behind them the resource.
  std::array<std::string_view, 5> parts;
  std::string_view rest = arn;
  for (std::string_view& part : parts) {
    const std::size_t colon = rest.find(':');
    if (colon == std::string_view::npos) return messages::no_backup_arn();
    part = rest.substr(0, colon);
    rest.remove_prefix(colon + 1);
  }
  constexpr std::string_view kTable = "table/";
  if (parts[0] != "arn" || !rest.starts_with(kTable)) return messages::no_backup_arn();
  rest.remove_prefix(kTable.size());
  if (!is_backup_resource(rest)) return messages::no_backup_arn();
  const bool valid = parts[1].starts_with("aws") && parts[2] == "dynamodb" && is_region(parts[3]);
  if (!valid) return messages::bad_backup_arn();
  return BackupArn{parts[3], rest};
}

std::string backup_arn(const catalog::Catalog::Options& place, std::string_view id) {
  std::string arn = "arn:aws:dynamodb:";
  arn.append(place.region).append(":").append(place.account).append(":table/").append(id);
  return arn;
}

}  // namespace magneto::internal::operations
