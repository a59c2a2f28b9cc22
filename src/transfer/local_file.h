// SPDX-License-Identifier: Apache-2.0
//
// Small local files, read and written whole, and the steps of writing larger ones.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/write_all.h"
#include "transfer/names.h"

namespace magneto::internal::transfer {

/// Nothing when there is no such file. Errors: kInvalidArgument.
Result<std::optional<std::string>> read_file(const std::string& path);
/// All at once: whoever reads meanwhile sees the old file or the new one. Errors: kInvalidArgument.
Result<void> replace_file(const std::string& path, std::string_view bytes);
/// Renames, so that it holds when the machine stops. False with the reason in errno.
bool move_into_place(const std::string& from, const std::string& to);
void remove_file(const std::string& path);

}  // namespace magneto::internal::transfer
