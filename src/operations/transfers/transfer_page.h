// SPDX-License-Identifier: Apache-2.0
//
// Pages of ListImports, ListExports and ListBulkOperations: the newest first, ten unless asked for
// more, of the last ninety days. A token names the last one of a page, and the kind, in hexadecimal
// digits, as many as the model wants (112 or more, in groups of sixteen).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/function_ref.h"
#include "base/result.h"
#include "operations/core/context.h"

namespace magneto::internal::operations {

struct TransferPage {
  std::vector<catalog::DocumentPtr> documents;
  std::optional<std::string> next_token;
};

/// Documents that `keep` keeps. Errors (kValidation): a token that is not of this kind.
Result<TransferPage> read_transfer_page(const Context& context, catalog::DocumentKind kind,
                                        std::optional<std::int64_t> limit,
                                        const std::optional<std::string_view>& token,
                                        FunctionRef<Result<bool>(const catalog::Document&)> keep);

}  // namespace magneto::internal::operations
