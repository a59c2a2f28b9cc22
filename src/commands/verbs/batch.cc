// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdio>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "commands/arguments.h"
#include "commands/exit_status.h"
#include "commands/item_input.h"
#include "commands/print.h"
#include "commands/session.h"
#include "commands/verbs/verbs.h"
#include "commands/write_lines.h"
#include "magneto/batch_writer.h"
#include "magneto/json.h"

namespace magneto::internal::commands {
namespace {

class Batch : public Command {
 public:
  void declare(Arguments& arguments) override {
    arguments.word(
        "FILE", file_,
        "File, or - for stdin, of lines {\"table\": T, \"put\": ITEM} or \"delete\": KEY");
  }

  magneto::Result<int> run(Session& session) override {
    magneto::Result<std::string> text = read_file_text(file_);
    if (!text) return text.error();
    magneto::Result<std::vector<FileWrite>> writes = read_writes(*text);
    if (!writes) return writes.error();
    for (const FileWrite& write : *writes) {
      const bool possible = write.kind == WriteKind::kPut || write.kind == WriteKind::kDelete;
      if (!possible || !write.where.empty() || !write.with.empty()) {
        return magneto::Error(ErrorCode::kInvalidArgument,
                              "line " + std::to_string(write.line) +
                                  ": a batch has puts and deletes without conditions; others "
                                  "are for magneto transact");
      }
    }
    magneto::Result<Client> client = session.client();
    if (!client) return client.error();
    return send(session, *client, *writes);
  }

 private:
  magneto::Result<int> send(Session& session, const Client& client,
                            const std::vector<FileWrite>& writes) const {
    if (writes.empty()) {
      std::fputs("there is nothing to write\n", stderr);
      return kSuccess;
    }
    std::map<std::string, Table> tables;
    for (const FileWrite& write : writes) {
      if (tables.contains(write.table)) continue;
      session.about(write.table);
      const Table table = client.table(write.table);
      const magneto::Result<TableInfo> info = table.info().get();  // nothing is written before
      if (!info) return info.error();
      tables.emplace(write.table, table);
    }
    if (session.options().dry_run) {
      std::printf("%s would be sent to %s in %s\n", counted(writes.size(), "write").c_str(),
                  counted(tables.size(), "table").c_str(), session.where().c_str());
      return kSuccess;
    }
    session.stop_at_signals();
    BatchWriter batch(tables.begin()->second, batch_options(session.options()));
    std::size_t sent = 0;
    for (const FileWrite& write : writes) {
      if (session.stopped()) break;
      ++sent;
      const Table& table = tables.at(write.table);
      write.kind == WriteKind::kPut ? batch.put(table, write.item)
                                    : batch.remove(table, write.item);
    }
    const magneto::Result<BatchReport> report = batch.finish().get();
    if (!report) return report.error();
    for (const BatchFailure& lost : report->failed) {
      std::fprintf(stderr, "%snot %s table %s: %s: %s\n", place_of(lost, writes).c_str(),
                   lost.put ? "put to" : "deleted from", lost.table.c_str(),
                   lost.error.message().c_str(), to_json(lost.item).c_str());
    }
    std::fprintf(stderr, "%zu written, %zu failed\n", report->written, report->failed.size());
    if (sent < writes.size()) {
      std::fprintf(stderr,
                   "Stopped before line %zu. The same command does the same writes again, and the "
                   "rest.\n",
                   writes[sent].line);
    }
    if (report->complete()) return kSuccess;
    const ExitStatus status = exit_status_of(report->failed.front().error);
    return status == kUsage ? kBadData : status;  // what is wrong is in the file
  }

  /// The first line with this write: what is refused of one is refused of its like.
  static std::string place_of(const BatchFailure& lost, const std::vector<FileWrite>& writes) {
    const auto found = std::find_if(writes.begin(), writes.end(), [&lost](const FileWrite& write) {
      return (write.kind == WriteKind::kPut) == lost.put && write.table == lost.table &&
             write.item == lost.item;
    });
    return found == writes.end() ? "" : "line " + std::to_string(found->line) + ": ";
  }

  std::string file_;
};

}  // namespace

std::unique_ptr<Command> make_batch() { return std::make_unique<Batch>(); }

}  // namespace magneto::internal::commands
