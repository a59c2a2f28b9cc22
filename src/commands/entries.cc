// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "commands/command.h"
#include "commands/verbs/verbs.h"

namespace magneto::internal::commands {
namespace {

constexpr unsigned kLimitedReads = kTakesRateRead | kClientLimits;
constexpr unsigned kLimitedWrites = kTakesRateWrite | kClientLimits;

constexpr unsigned kReads =
    kTakesLimit | kTakesCursor | kTakesSelect | kTakesWhere | kTakesExplain | kLimitedReads;

constexpr unsigned kTransfers = kTakesParallel | kTakesRateWrite;

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
    Entry{"replace", "Put an item in the place of another, whose key may be different.",
          R"(magneto replace Songs Nina Sinner --with '{"Artist":"Nina","Title":"Sinnerman"}')",
          kTakesExplain, make_replace},
    Entry{"query", "Print the items of a partition.",
          "magneto query Songs Nina --sort 'begins_with Sin' --limit 10", kReads, make_query},
    Entry{"scan", "Print the items of a table.",
          "magneto scan Songs --where \"Year > 1960 AND contains(Tags, 'jazz')\"",
          kReads | kTakesParallel, make_scan},
    Entry{
        "sql", "Run PartiQL statements, with aggregates, order and limit.",
        "magneto sql \"SELECT Label, COUNT(*) AS songs FROM Songs GROUP BY Label ORDER BY songs\"",
        kTakesExplain | kLimitedReads | kLimitedWrites, make_sql},
    Entry{"batch", "Write and delete the items of a file, each for itself.",
          "magneto batch writes.jsonl", kTakesDryRun | kLimitedWrites, make_batch},
    Entry{"transact", "Do the writes of a file, all or none; or read items of one moment.",
          "magneto transact order.jsonl --token order-1234", kTakesExplain, make_transact},
    Entry{"copy-table", "Copy a table's items to another, wherever it is.",
          "magneto copy-table Songs Songs --to-endpoint local --create --parallel 8",
          kTransfers | kTakesWhere | kTakesRateRead | kTakesDryRun | kTakesYes, make_copy_table},
    Entry{"truncate", "Delete all items of a table; the table stays.",
          "magneto truncate Songs --endpoint local",
          kTransfers | kTakesRateRead | kTakesDryRun | kTakesYes, make_truncate},
    Entry{"diff", "Compare two tables; the exit status is 1 where they differ.",
          "magneto diff Songs Songs --to-endpoint local", kTakesLimit | kLimitedReads, make_diff},
    Entry{"export", "Write a table's items as JSON lines, DynamoDB JSON, CSV or Ion.",
          "magneto export Songs songs.csv --select Artist,Title,Year",
          kTakesParallel | kTakesRateRead | kTakesWhere | kTakesSelect | kTakesLimit | kTakesDryRun,
          make_export},
    Entry{"import", "Write the items of a file of records to a table.",
          "magneto import Songs songs.jsonl --on-error skip --rejects wrong.jsonl",
          kTransfers | kTakesDryRun, make_import},
    Entry{"backup", "Write a table with all its types to files or to S3.",
          "magneto backup Songs s3://bucket/songs/tonight --rate-read 500",
          kTakesParallel | kTakesRateRead | kTakesDryRun, make_backup},
    Entry{"restore", "Write a backup's items to a table.",
          "magneto restore backups/tonight Songs --create --endpoint local",
          kTransfers | kTakesDryRun | kTakesYes, make_restore},
    Entry{"tail", "Print the changes of a table as they come, from its stream.",
          "magneto tail Songs --state songs.tail", kTakesLimit, make_tail},
    Entry{"load", "Write sample or random items to a table.",
          "magneto load Songs --items 100000 --bytes 300 --endpoint local",
          kTakesParallel | kTakesDryRun | kLimitedWrites, make_load},
    Entry{"bench", "Read and write items of a table for a while, and measure.",
          "magneto bench Songs --mix get --seconds 10 --parallel 16 --endpoint local",
          kTakesParallel | kTakesYes, make_bench},
    Entry{"doctor", "Check endpoint, credentials, clock, and a table.",
          "magneto doctor Songs --endpoint local", kTakesNothing, make_doctor},
    Entry{"shell", "Type statements and commands, with history and completion.",
          "magneto shell --endpoint local", kTakesNothing, make_shell},
    Entry{"completion", "Print a script that completes command lines.",
          "magneto completion bash > ~/.local/share/bash-completion/completions/magneto",
          kTakesNothing, make_completion},
};

}  // namespace

std::span<const Entry> entries() { return kEntries; }

const Entry* find_entry(std::string_view name) {
  const auto found = std::find_if(kEntries.begin(), kEntries.end(),
                                  [name](const Entry& entry) { return entry.name == name; });
  return found == kEntries.end() ? nullptr : &*found;
}

}  // namespace magneto::internal::commands
