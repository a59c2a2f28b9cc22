// SPDX-License-Identifier: Apache-2.0
#include "store/change_page.h"

#include <vector>

#include "store/change_record.h"

namespace magneto::internal::store {

Result<ChangePage> read_change_page(Arena& arena, storage::View& view,
                                    const ChangeRequest& request) {
  ChangePage page;
  page.next = request.begin;
  if (request.begin >= request.end) return page;
  page.next = request.end;

  const ChangeKey begin(request.space, request.begin);
  const ChangeKey end(request.space, request.end);
  const auto cursor = view.range({storage::Family::kChanges, begin.bytes(), end.bytes()});
  std::vector<NumberedChange> changes;
  std::size_t bytes = 0;
  bool cut = false;
  for (; cursor->valid(); cursor->next()) {
    MAGNETO_ASSIGN_OR_RETURN(const ChangeKey key, ChangeKey::decode(cursor->key()));
    bytes += cursor->value().size();
    if (changes.size() == request.limit || (bytes > request.max_bytes && !changes.empty())) {
      page.next = key.number();
      cut = true;
      break;
    }
    MAGNETO_ASSIGN_OR_RETURN(const derive::Change change,
                             decode_change(arena.copy(cursor->value())));
    changes.push_back({key.number(), change});
  }
  if (!cut) MAGNETO_RETURN_IF_ERROR(cursor->status());

  const std::span<NumberedChange> kept = arena.make_span<NumberedChange>(changes.size());
  std::copy(changes.begin(), changes.end(), kept.begin());
  page.changes = kept;
  return page;
}

}  // namespace magneto::internal::store
