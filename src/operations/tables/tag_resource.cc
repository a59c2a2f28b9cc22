// SPDX-License-Identifier: Apache-2.0
//
// TagResource, UntagResource and ListTagsOfResource. Order of checks: the ARN, an empty list, the
// tags themselves, the table exists and has been created, the number of its tags.
#include <algorithm>
#include <string>

#include "operations/core/table_name.h"
#include "operations/tables/table_operations.h"
#include "operations/tables/tags.h"

namespace magneto::internal::operations {
namespace {

template <class T>
Result<T> explain_missing(Result<T> result, std::string_view arn) {
  if (!result.ok() && result.error().code() == ErrorCode::kResourceNotFound)
    return tagged_table_not_found(arn);
  return result;
}

// A table that is being created is not there yet for these operations.
Result<catalog::TablePtr> find_tagged_table(Context& context, std::string_view name,
                                            std::string_view arn) {
  return explain_missing(find_item_table(context, name), arn);
}

}  // namespace

Result<model::NoOutput> tag_resource(Context& context, const model::TagResourceInput& input) {
  MAGNETO_ASSIGN_OR_RETURN(const std::string_view name, read_tagged_table(input.resource_arn));
  if (input.tags->empty())
    return validation_error("Atleast one Tag needs to be provided as Input.");
  MAGNETO_RETURN_IF_ERROR(check_tags(*input.tags));
  MAGNETO_RETURN_IF_ERROR(find_tagged_table(context, name, *input.resource_arn));
  const auto add = [&](catalog::Table& table) { return add_tags(table, *input.tags); };
  MAGNETO_ASSIGN_OR_RETURN(
      context.table,
      explain_missing(context.services.catalog.update(name, add), *input.resource_arn));
  return model::NoOutput{};
}

Result<model::NoOutput> untag_resource(Context& context, const model::UntagResourceInput& input) {
  MAGNETO_ASSIGN_OR_RETURN(const std::string_view name, read_tagged_table(input.resource_arn));
  if (input.tag_keys->empty())
    return validation_error("Atleast one Tag Key needs to be provided as Input.");
  MAGNETO_RETURN_IF_ERROR(check_tag_keys(*input.tag_keys));
  MAGNETO_RETURN_IF_ERROR(find_tagged_table(context, name, *input.resource_arn));
  const auto remove = [&](catalog::Table& table) -> Result<void> {
    std::erase_if(table.tags, [&](const auto& tag) {
      return std::find(input.tag_keys->begin(), input.tag_keys->end(), tag.first) !=
             input.tag_keys->end();
    });
    return {};
  };
  MAGNETO_ASSIGN_OR_RETURN(
      context.table,
      explain_missing(context.services.catalog.update(name, remove), *input.resource_arn));
  return model::NoOutput{};
}

Result<model::ListTagsOfResourceOutput> list_tags_of_resource(
    Context& context, const model::ListTagsOfResourceInput& input) {
  MAGNETO_ASSIGN_OR_RETURN(const std::string_view name, read_tagged_table(input.resource_arn));
  MAGNETO_ASSIGN_OR_RETURN(context.table, find_tagged_table(context, name, *input.resource_arn));
  // All 50 that a table may have fit one page.
  auto tags = context.arena.make_span<model::Tag>(context.table->tags.size());
  for (std::size_t i = 0; i < tags.size(); ++i)
    tags[i] = {.key = context.table->tags[i].first, .value = context.table->tags[i].second};
  return model::ListTagsOfResourceOutput{.tags = tags, .next_token = {}};
}

}  // namespace magneto::internal::operations
