// SPDX-License-Identifier: Apache-2.0
//
// ListExports. Order of checks after the model's constraints: the table's ARN, the token. With a
// table only exports of the one that has its name now are listed, none once it is gone (observed).
// A token may come with another table (observed).
#include "operations/transfers/table_arn.h"
#include "operations/transfers/transfer_document.h"
#include "operations/transfers/transfer_operations.h"
#include "operations/transfers/transfer_page.h"

namespace magneto::internal::operations {

Result<model::ListExportsOutput> list_exports(Context& context,
                                              const model::ListExportsInput& input) {
  using Description = model::ExportDescription;
  std::optional<std::string> table_id;
  if (input.table_arn) {
    MAGNETO_ASSIGN_OR_RETURN(const std::string_view name, read_table_arn(*input.table_arn));
    const auto table = context.services.catalog.find(name);
    table_id = table.ok() ? (*table)->id : std::string();
  }
  const auto keep = [&](const catalog::Document& document) -> Result<bool> {
    if (!table_id) return true;
    Arena arena;
    MAGNETO_ASSIGN_OR_RETURN(const Description each,
                             read_document<Description>(arena, document.text));
    return each.table_id == *table_id;
  };
  MAGNETO_ASSIGN_OR_RETURN(const TransferPage page,
                           read_transfer_page(context, catalog::DocumentKind::kExport,
                                              input.max_results, input.next_token, keep));
  auto summaries = context.arena.make_span<model::ExportSummary>(page.documents.size());
  for (std::size_t i = 0; i < summaries.size(); ++i) {
    MAGNETO_ASSIGN_OR_RETURN(const Description each,
                             read_document<Description>(context.arena, page.documents[i]->text));
    // Observed: the type is told here, also where the description does not have it.
    summaries[i] = {.export_arn = each.export_arn,
                    .export_status = each.export_status,
                    .export_type = each.export_type.value_or(model::ExportType::kFullExport)};
  }
  model::ListExportsOutput output{.export_summaries = summaries};
  if (page.next_token) output.next_token = context.arena.copy(*page.next_token);
  return output;
}

}  // namespace magneto::internal::operations
