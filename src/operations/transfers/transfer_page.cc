// SPDX-License-Identifier: Apache-2.0
#include "operations/transfers/transfer_page.h"

#include <algorithm>

#include "operations/transfers/transfer_document.h"
#include "operations/transfers/transfer_messages.h"

namespace magneto::internal::operations {
namespace {

constexpr std::int64_t kDefaultPage = 10;
constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::size_t kIdBytes = 23;

// Kind and id, and a digest that tells tokens from other digits.
std::string make_token(catalog::DocumentKind kind, std::string_view id) {
  std::string bytes = std::to_string(static_cast<int>(kind)) + std::string(id);
  bytes += digest_text(bytes);  // 24 and 32 bytes: 112 digits.
  std::string token;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    token += kHexDigits[byte >> 4];
    token += kHexDigits[byte & 15];
  }
  return token;
}

// The id in a token of make_token's.
std::optional<std::string> read_token(catalog::DocumentKind kind, std::string_view token) {
  std::string id;
  for (std::size_t i = 2; i + 1 < token.size() && id.size() < kIdBytes; i += 2) {
    const std::size_t high = kHexDigits.find(token[i]);
    const std::size_t low = kHexDigits.find(token[i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
    id += static_cast<char>(high * 16 + low);
  }
  if (make_token(kind, id) != token) return std::nullopt;
  return id;
}

}  // namespace

Result<TransferPage> read_transfer_page(const Context& context, catalog::DocumentKind kind,
                                        std::optional<std::int64_t> limit,
                                        const std::optional<std::string_view>& token,
                                        FunctionRef<Result<bool>(const catalog::Document&)> keep) {
  std::optional<std::string> before;
  if (token) {
    before = read_token(kind, *token);
    if (!before) return messages::invalid_next_token(*token);
  }
  const std::int64_t oldest_ms = context.services.clock.now_ms() - kTransferMemory_ms;
  const auto wanted = static_cast<std::size_t>(limit.value_or(kDefaultPage));
  TransferPage page;
  std::vector<catalog::DocumentPtr> all = context.services.catalog.documents().list(kind);
  std::ranges::reverse(all);
  for (const catalog::DocumentPtr& each : all) {
    if (before && each->id >= *before) continue;
    if (transfer_id_ms(each->id) < oldest_ms) break;
    MAGNETO_ASSIGN_OR_RETURN(const bool kept, keep(*each));
    if (!kept) continue;
    if (page.documents.size() == wanted) {
      page.next_token = make_token(kind, page.documents.back()->id);
      break;
    }
    page.documents.push_back(each);
  }
  return page;
}

}  // namespace magneto::internal::operations
