// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cstdio>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "commands/arguments.h"
#include "commands/exit_status.h"
#include "commands/interrupts.h"
#include "commands/print.h"
#include "commands/progress.h"
#include "commands/random_items.h"
#include "commands/target.h"
#include "commands/verbs/verbs.h"
#include "commands/write_lines.h"
#include "magneto/batch_writer.h"

namespace magneto::internal::commands {
namespace {

struct Song {
  const char* artist;
  const char* title;
  int year;
};
constexpr std::array<Song, 8> kSongs = {{{"Nina Simone", "Sinnerman", 1965},
                                         {"Nina Simone", "Feeling Good", 1965},
                                         {"Miles Davis", "So What", 1959},
                                         {"Miles Davis", "Blue in Green", 1959},
                                         {"Ella Fitzgerald", "Misty", 1960},
                                         {"Billie Holiday", "Strange Fruit", 1939},
                                         {"John Coltrane", "Naima", 1960},
                                         {"Duke Ellington", "Caravan", 1936}}};

class Load : public Command {
 public:
  void declare(Arguments& a) override {
    a.word("TABLE", table_, "Name of the table");
    a.number("--items", items_, "How many random items; 1000 without it");
    a.number("--bytes", bytes_, "About how large each is; 300 without it");
    a.number("--seed", seed_, "The same seed gives the same items", 0);
    a.flag("--sample", sample_, "A few songs instead; makes the table where it is not there");
  }

  magneto::Result<int> run(Session& session) override {
    const Interrupts interrupts;
    if (sample_) {
      magneto::Result<void> made = make_sample_table(session);
      if (!made) return made.error();
    }
    magneto::Result<Target> target = open_target(session, table_);
    if (!target) return target.error();
    const auto wanted = static_cast<std::uint64_t>(
        sample_ ? static_cast<std::int64_t>(kSongs.size()) : items_.value_or(1000));
    if (session.options().dry_run) {
      std::printf("%s would be written to table %s in %s\n", counted(wanted, "item").c_str(),
                  table_.c_str(), session.where().c_str());
      return kSuccess;
    }
    const RandomItems random(target->info, static_cast<std::uint64_t>(seed_.value_or(1)),
                             static_cast<std::size_t>(bytes_.value_or(300)));
    BatchOptions writing = batch_options(session.options());
    writing.in_flight = static_cast<std::size_t>(session.options().parallel.value_or(4));
    BatchWriter batch(target->table, writing);
    {
      Progress progress;
      for (std::uint64_t i = 0; i < wanted && !interrupts.happened(); ++i) {
        batch.put(sample_ ? sample(i) : random.item(i));
        progress.tell(i + 1, wanted);
      }
    }
    magneto::Result<BatchReport> report = batch.finish().get();
    if (!report) return report.error();
    std::fprintf(stderr, "%s written\n",
                 counted(report->written + report->overwritten, "item").c_str());
    if (!report->complete()) return report->failed.front().error;
    if (!interrupts.happened()) return kSuccess;
    std::fputs("Stopped. The same command writes the same items again, and the rest.\n", stderr);
    return interrupts.status();
  }

 private:
  magneto::Result<void> make_sample_table(Session& session) const {
    magneto::Result<Client> client = session.client();
    if (!client) return client.error();
    if (session.options().dry_run) return {};
    const Table table = client->table(table_);
    const auto made =
        table.create({.partition_key = {"Artist"}, .sort_key = KeyAttribute{"Title"}}).get();
    if (!made && made.error().code() != ErrorCode::kResourceInUse) return made.error();
    const auto active = table.wait_until_exists().get();
    if (!active) return active.error();
    return {};
  }

  static Item sample(std::uint64_t number) {
    const Song& song = kSongs[number];
    return {{"Artist", song.artist}, {"Title", song.title}, {"Year", song.year}};
  }

  std::string table_;
  std::optional<std::int64_t> items_;
  std::optional<std::int64_t> bytes_;
  std::optional<std::int64_t> seed_;
  bool sample_ = false;
};

}  // namespace

std::unique_ptr<Command> make_load() { return std::make_unique<Load>(); }

}  // namespace magneto::internal::commands
