// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "commands/arguments.h"
#include "commands/exit_status.h"
#include "commands/interrupts.h"
#include "commands/print.h"
#include "commands/target.h"
#include "commands/verbs/verbs.h"
#include "magneto/stream_reader.h"

namespace magneto::internal::commands {
namespace {

constexpr std::chrono::milliseconds kPause{250};
/// The service's own limit of a page.
constexpr std::int64_t kMostRecords = 1'000;

Item line_of(const model::Record& record) {
  Item line;
  if (record.event_name) line.set("Event", std::string(record.event_name->text()));
  if (!record.dynamodb) return line;
  const model::StreamRecord& change = *record.dynamodb;
  if (change.keys) line.set("Keys", *change.keys);
  if (change.new_image) line.set("New", *change.new_image);
  if (change.old_image) line.set("Old", *change.old_image);
  if (change.sequence_number) line.set("Number", *change.sequence_number);
  if (record.user_identity) line.set("By", record.user_identity->principal_id.value_or(""));
  return line;
}

class Tail : public Command {
 public:
  void declare(Arguments& a) override {
    a.word("TABLE", table_, "Name of the table; it has a stream");
    a.flag("--all", all_, "From the oldest change that the stream has, instead of only new ones");
    a.flag("--once", once_, "End when there is nothing new");
    a.text("--state", state_, "File that says what has been printed: the next time goes on there",
           "FILE");
  }

  magneto::Result<int> run(Session& session) override {
    const Interrupts interrupts;
    magneto::Result<Target> target = open_target(session, table_);
    if (!target) return target.error();
    const auto& stream = target->info.description.stream_specification;
    if (target->info.stream_arn.empty() || (!all_ && !(stream && stream->stream_enabled))) {
      return magneto::Error(ErrorCode::kAbsent,
                            "table " + table_ + " has no stream; this makes one: magneto alter " +
                                table_ + " --stream NEW_AND_OLD_IMAGES");
    }
    StreamReader reader(target->table.client(), target->info.stream_arn,
                        {.checkpoint = saved(), .only_new = !all_});
    std::string form = output_form(session);
    if (form == "table") form = "jsonl";  // a table ends
    Output output(form, stdout);
    std::int64_t left = session.options().limit.value_or(-1);
    while (!interrupts.happened() && !session.stopped() && left != 0 && output.good()) {
      // So no page has more than is printed, and the state is that of the last line.
      if (left > 0) reader.page_size(static_cast<std::size_t>(std::min(left, kMostRecords)));
      magneto::Result<std::vector<model::Record>> records =
          reader.next().cancelled_by(interrupts.cancellation()).get();
      if (!records && interrupts.happened()) break;
      if (!records) return records.error();
      for (const model::Record& record : *records) {
        output.item(line_of(record));
        if (left > 0) --left;
      }
      std::fflush(stdout);
      save(reader);
      if (!records->empty()) continue;
      if (once_ || reader.finished()) break;
      static_cast<void>(
          pause(target->table.client(), kPause).cancelled_by(interrupts.cancellation()).get());
    }
    output.finish();
    if (reader.gaps() > 0) {
      std::fprintf(stderr, "magneto: %zu parts of the stream were gone before they were read\n",
                   reader.gaps());
    }
    return interrupts.happened() ? interrupts.status() : kSuccess;
  }

 private:
  std::string saved() const {
    if (state_.empty()) return {};
    std::ifstream file(state_, std::ios::binary);
    return std::string{std::istreambuf_iterator<char>(file), {}};
  }
  void save(const StreamReader& reader) const {
    if (state_.empty()) return;
    const std::string next = state_ + ".new";
    {
      std::ofstream file(next, std::ios::binary | std::ios::trunc);
      file << reader.checkpoint();
      if (!file.flush()) return;
    }
    std::rename(next.c_str(), state_.c_str());
  }

  std::string table_;
  bool all_ = false;
  bool once_ = false;
  std::string state_;
};

}  // namespace

std::unique_ptr<Command> make_tail() { return std::make_unique<Tail>(); }

}  // namespace magneto::internal::commands
