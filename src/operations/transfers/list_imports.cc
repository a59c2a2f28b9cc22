// SPDX-License-Identifier: Apache-2.0
//
// ListImports. Order of checks after the model's constraints: the table's ARN, the token. Imports
// stay listed after their tables are gone (observed); a table that was never there has none.
#include "operations/transfers/table_arn.h"
#include "operations/transfers/transfer_document.h"
#include "operations/transfers/transfer_operations.h"
#include "operations/transfers/transfer_page.h"

namespace magneto::internal::operations {

Result<model::ListImportsOutput> list_imports(Context& context,
                                              const model::ListImportsInput& input) {
  using Description = model::ImportTableDescription;
  std::optional<std::string_view> table;
  if (input.table_arn) {
    MAGNETO_ASSIGN_OR_RETURN(table, read_table_arn(*input.table_arn));
  }
  const auto keep = [&](const catalog::Document& document) -> Result<bool> {
    if (!table) return true;
    Arena arena;
    MAGNETO_ASSIGN_OR_RETURN(const Description each,
                             read_document<Description>(arena, document.text));
    return each.table_creation_parameters->table_name == *table;
  };
  MAGNETO_ASSIGN_OR_RETURN(const TransferPage page,
                           read_transfer_page(context, catalog::DocumentKind::kImport,
                                              input.page_size, input.next_token, keep));
  auto summaries = context.arena.make_span<model::ImportSummary>(page.documents.size());
  for (std::size_t i = 0; i < summaries.size(); ++i) {
    MAGNETO_ASSIGN_OR_RETURN(const Description each,
                             read_document<Description>(context.arena, page.documents[i]->text));
    summaries[i] = {.import_arn = each.import_arn,
                    .import_status = each.import_status,
                    .table_arn = each.table_arn,
                    .s3_bucket_source = each.s3_bucket_source,
                    .cloud_watch_log_group_arn = each.cloud_watch_log_group_arn,
                    .input_format = each.input_format,
                    .start_time = each.start_time,
                    .end_time = each.end_time};
  }
  model::ListImportsOutput output{.import_summary_list = summaries};
  if (page.next_token) output.next_token = context.arena.copy(*page.next_token);
  return output;
}

}  // namespace magneto::internal::operations
