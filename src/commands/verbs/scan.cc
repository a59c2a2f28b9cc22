// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "commands/arguments.h"
#include "commands/key_values.h"
#include "commands/messages.h"
#include "commands/read_range.h"
#include "commands/verbs/verbs.h"
#include "magneto/parallel_scan.h"

namespace magneto::internal::commands {
namespace {

class Scan : public Command {
 public:
  void declare(Arguments& a) override {
    a.word("TABLE", table_, "Name of the table");
    a.text("--index", choice_.index, "Read this index", "NAME");
    a.flag("--consistent", choice_.consistent, kConsistentHelp);
    a.flag("--count", choice_.count, "Only count");
  }

  magneto::Result<int> run(Session& session) override {
    magneto::Result<Target> target = open_target(session, table_);
    if (!target) return target.error();
    if (auto known = check_index(target->info, choice_.index); !known) return known.error();
    magneto::Result<ScanRange> range =
        with_options(target->table.scan(), session.options(), choice_);
    if (!range) return range.error();
    const Options& options = session.options();
    const auto segments = static_cast<std::size_t>(options.parallel.value_or(1));
    if (segments == 1 || options.explain) {
      return print_range(session, target->info, *range, choice_);
    }
    if (options.limit || !options.cursor.empty()) {
      return magneto::Error(ErrorCode::kInvalidArgument,
                            "--parallel excludes --limit and --cursor: its items come in no order");
    }
    if (choice_.count) return count(session, *target, segments);
    session.stop_at_signals();
    ParallelScan scan(*range, {.segments = segments});
    Output output = output_of(session, target->info);
    for (;;) {
      magneto::Result<std::optional<Item>> item =
          scan.next().cancelled_by(session.cancellation()).get();
      if (!item && session.stopped()) break;
      if (!item) return item.error();
      if (!*item || !output.good() || session.stopped()) break;
      output.item(std::move(**item));
    }
    return finish_output(output, session);
  }

 private:
  magneto::Result<int> count(Session& session, const Target& target, std::size_t segments) const {
    std::vector<std::optional<magneto::Result<RangeCount>>> counts(segments);
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < segments; ++i) {
      threads.emplace_back([&, i] {
        magneto::Result<ScanRange> part =
            with_options(target.table.scan(), session.options(), choice_);
        if (!part) {
          counts[i] = part.error();
          return;
        }
        counts[i] = part->segment(static_cast<std::int64_t>(i), static_cast<std::int64_t>(segments))
                        .count()
                        .get();
      });
    }
    threads.clear();  // waits for them
    RangeCount total;
    for (const auto& count : counts) {
      if (!*count) return count->error();
      total.count += (*count)->count;
      total.scanned += (*count)->scanned;
    }
    Output output = output_of(session);
    output.item({{"Count", total.count}, {"ScannedCount", total.scanned}});
    output.finish();
    return kSuccess;
  }

  std::string table_;
  RangeChoice choice_;
};

}  // namespace

std::unique_ptr<Command> make_scan() { return std::make_unique<Scan>(); }

}  // namespace magneto::internal::commands
