// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/lost_files.h"

#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>
#include <system_error>

namespace magneto::internal::storage {

Result<void> check_for_lost_files(const std::string& directory) {
  namespace fs = std::filesystem;
  const std::string current = directory + "/CURRENT";
  std::error_code error;
  if (fs::exists(current, error)) return {};
  for (fs::directory_iterator entry(directory, error); !error && entry != fs::directory_iterator();
       entry.increment(error)) {
    const fs::path kind = entry->path().extension();
    if (kind == ".sst" || kind == ".log") {
      return Error(ErrorCode::kCorruption,
                   "file " + current + " is missing, but " + entry->path().string() + " is there");
    }
  }
  if (error) return Error(ErrorCode::kIo, directory + ": " + error.message());
  return {};
}

// CURRENT := "MANIFEST-" number "\n"
Result<std::uint64_t> current_manifest(const std::string& directory) {
  constexpr std::string_view kName = "MANIFEST-";
  const std::string current = directory + "/CURRENT";
  std::error_code error;
  if (!std::filesystem::exists(current, error) && !error) return std::uint64_t{0};
  std::ifstream in(current, std::ios::binary);
  if (!in) return Error(ErrorCode::kIo, current + " cannot be read");
  const std::string text(std::istreambuf_iterator<char>(in), {});
  std::uint64_t number = 0;
  if (text.starts_with(kName) && text.ends_with('\n')) {
    const char* const end = text.data() + text.size() - 1;
    const auto [rest, failure] = std::from_chars(text.data() + kName.size(), end, number);
    if (failure == std::errc() && rest == end && number > 0) return number;
  }
  return Error(ErrorCode::kCorruption, "file " + current + " is damaged");
}

}  // namespace magneto::internal::storage
