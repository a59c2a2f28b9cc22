// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "commands/command.h"
#include "commands/verbs/verbs.h"

namespace magneto::internal::commands {
namespace {

constexpr unsigned kReads =
    kTakesLimit | kTakesCursor | kTakesSelect | kTakesWhere | kTakesRateRead | kTakesExplain;

constexpr std::array kEntries = {
    Entry{"tables", "List the tables.", "magneto tables --endpoint local --long",
          kTakesLimit | kTakesCursor, make_tables},
    Entry{"describe", "Show what a table is.", "magneto describe Songs --endpoint local",
          kTakesNothing, make_describe},
    Entry{"create", "Make a table.",
          "magneto create Songs Artist Title --index ByYear=Year:N --endpoint local", kTakesExplain,
          make_create},
    Entry{"alter", "Change a table's settings and indexes.",
          "magneto alter Songs --stream NEW_AND_OLD_IMAGES --add-index ByLabel=Label",
          kTakesExplain | kTakesYes, make_alter},
    Entry{"drop", "Delete a table with all its items.", "magneto drop Songs --endpoint local",
          kTakesExplain | kTakesYes, make_drop},
    Entry{"get", "Print an item.", "magneto get Songs Nina Sinnerman --endpoint local",
          kTakesSelect | kTakesExplain, make_get},
    Entry{"put", "Write an item.",
          R"(magneto put Songs '{"Artist":"Nina","Title":"Sinnerman","Year":1965}')",
          kTakesWhere | kTakesExplain, make_put},
    Entry{"update", "Change an item, or make it; print it as it is then.",
          "magneto update Songs Nina Sinnerman --set 'Plays = if_not_exists(Plays, 0) + 1'",
          kTakesWhere | kTakesExplain, make_update},
    Entry{"delete", "Delete an item.", "magneto delete Songs Nina Sinnerman --where 'Plays < 5'",
          kTakesWhere | kTakesExplain, make_delete},
    Entry{"query", "Print the items of a partition.",
          "magneto query Songs Nina --sort 'begins_with Sin' --limit 10", kReads, make_query},
    Entry{"scan", "Print the items of a table.",
          "magneto scan Songs --where \"Year > 1960 AND contains(Tags, 'jazz')\"",
          kReads | kTakesParallel, make_scan},
};

}  // namespace

std::span<const Entry> entries() { return kEntries; }

const Entry* find_entry(std::string_view name) {
  const auto found = std::find_if(kEntries.begin(), kEntries.end(),
                                  [name](const Entry& entry) { return entry.name == name; });
  return found == kEntries.end() ? nullptr : &*found;
}

}  // namespace magneto::internal::commands
