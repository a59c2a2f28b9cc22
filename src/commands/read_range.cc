// SPDX-License-Identifier: Apache-2.0
#include "commands/read_range.h"

#include "commands/messages.h"

namespace magneto::internal::commands {
namespace {

magneto::Result<int> print_count(Session& session, const ItemRange& range) {
  const magneto::Result<RangeCount> count = range.count().get();
  if (!count) return count.error();
  Output output = output_of(session);
  output.item({{"Count", count->count}, {"ScannedCount", count->scanned}});
  output.finish();
  return kSuccess;
}

}  // namespace

magneto::Result<int> print_range(Session& session, const TableInfo& info, const ItemRange& range,
                                 const RangeChoice& choice) {
  if (session.options().explain) return print_request(range.explain());
  if (choice.count) return print_count(session, range);
  session.stop_at_signals();
  Output output = output_of(session, info);
  for (;;) {
    magneto::Result<std::optional<Item>> item =
        range.next().cancelled_by(session.cancellation()).get();
    if (!item && session.stopped()) break;
    if (!item) return item.error();
    if (!*item || !output.good()) break;
    output.item(std::move(**item));
    if (session.stopped()) break;  // behind the item: the cursor is there, too
  }
  const int status = finish_output(output, session);
  if (!session.options().limit && !session.stopped()) return status;
  const magneto::Result<std::optional<std::string>> cursor = range.cursor().get();
  if (!cursor) return cursor.error();
  if (*cursor) tell_cursor(**cursor);
  return status;
}

}  // namespace magneto::internal::commands
