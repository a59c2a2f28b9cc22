// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "commands/arguments.h"
#include "commands/exit_status.h"
#include "commands/explain_error.h"
#include "commands/interrupts.h"
#include "commands/line_editor.h"
#include "commands/run_command.h"
#include "commands/run_sql.h"
#include "commands/session.h"
#include "commands/shell_words.h"
#include "commands/sql_text.h"
#include "commands/verbs/verbs.h"
#include "magneto/operations.h"
#include "magneto/table.h"

namespace magneto::internal::commands {
namespace {

constexpr const char* kHelp =
    "Statements in PartiQL and the program's commands, each up to a semicolon:\n"
    "  SELECT Title FROM Songs WHERE Artist = 'Nina';\n"
    "  query Songs Nina --sort 'begins_with Sin';\n"
    "Tab completes commands, tables and attributes. help, quit, COMMAND --help;\n";

/// Long work looks after Ctrl-C by itself: two could not wait for it at once.
bool stops_itself(std::string_view name) {
  constexpr std::array<std::string_view, 10> kNames = {"backup", "bench",   "copy-table", "diff",
                                                       "export", "import",  "load",       "restore",
                                                       "tail",   "truncate"};
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

class Shell : public Command {
 public:
  void declare(Arguments& arguments) override {
    arguments.text("--history", history_, "File of what was typed; ~/.magneto_history", "FILE");
  }

  magneto::Result<int> run(Session& session) override {
    magneto::Result<Client> client = session.client();
    if (!client) return client.error();
    client_ = *client;
    options_ = session.options();
    const char* home = std::getenv("HOME");
    if (history_.empty() && home != nullptr) history_ = std::string(home) + "/.magneto_history";
    const bool terminal = isatty(STDIN_FILENO) != 0;
    if (terminal) std::printf("magneto in %s; help tells more\n", session.where().c_str());
    LineEditor editor(history_, [this](const std::string& before, const std::string& word) {
      return candidates(before, word);
    });
    std::string pending;
    while (!quit_) {
      std::optional<std::string> line = editor.line(pending.empty() ? "magneto> " : "      -> ");
      if (!line) break;
      if (editor.interrupted()) {
        pending.clear();
        if (terminal) std::fputc('\n', stdout);  // the prompt does not stand behind ^C
        continue;
      }
      pending += (pending.empty() ? "" : "\n") + *line;
      if (terminal && is_about_the_shell(pending)) pending += ';';
      SplitStatements split = split_statements(pending);
      if (!split.statements.empty()) editor.remember(one_line(pending));
      for (const std::string& statement : split.statements) {
        const int status = run_one(session, statement);
        // A script stops where it went wrong; a person sees it.
        if (status != kSuccess && !terminal) return status;
        if (quit_) break;
      }
      pending = std::move(split.rest);
    }
    if (!terminal && !pending.empty()) return run_one(session, pending);
    if (terminal && !quit_) std::fputc('\n', stdout);
    return kSuccess;
  }

 private:
  /// Words that are complete without a semicolon.
  static bool is_about_the_shell(const std::string& text) {
    const magneto::Result<std::vector<std::string>> words = shell_words(text);
    if (!words || words->size() != 1) return false;
    const std::string& word = words->front();
    return word == "help" || word == "?" || word == "quit" || word == "exit";
  }

  static std::string one_line(std::string text) {
    for (char& c : text) c = c == '\n' ? ' ' : c;
    return text;
  }

  int run_one(Session& session, const std::string& statement) {
    const magneto::Result<std::vector<std::string>> words = shell_words(statement);
    std::string first = words && !words->empty() ? words->front() : std::string();
    for (char& c : first) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (first == "quit" || first == "exit") {
      quit_ = true;
      return kSuccess;
    }
    if (first == "help" || first == "?") {
      std::fputs(kHelp, stdout);
      for (const Entry& entry : entries()) {
        std::printf("  %-12s %s\n", std::string(entry.name).c_str(),
                    std::string(entry.summary).c_str());
      }
      return kSuccess;
    }
    const Entry* entry = words && is_statement(*words) ? nullptr : find_entry(first);
    std::optional<Interrupts> interrupts;
    if (entry == nullptr || !stops_itself(entry->name)) {
      interrupts.emplace();
      session.stop_with(interrupts->cancellation());
    }
    int status = kSuccess;
    if (entry != nullptr) {
      status = run_entry(session, *entry, {words->begin() + 1, words->end()});
    } else {
      session.set_options(options_);
      const magneto::Result<void> done = run_statement(session, statement, {}, false);
      if (!done) {
        std::fprintf(stderr, "magneto: %s\n", explain_error(done.error(), session).c_str());
        status = exit_status_of(done.error());
      }
    }
    session.stop_with(Cancellation::never());
    tables_.reset();  // there may be others now
    std::fflush(stdout);
    return status;
  }

  int run_entry(Session& session, const Entry& entry, const std::vector<std::string>& words) {
    if (entry.make == make_shell) {
      std::fputs("magneto: this is the shell\n", stderr);
      return kUsage;
    }
    const std::unique_ptr<Command> command = entry.make();
    Options options;
    const ParsedLine line = parse_line(entry, *command, options, words);
    if (!line.run) return line.status;
    if (!options.endpoint.empty() || !options.data.empty() || !options.profile.empty() ||
        !options.region.empty()) {
      std::fputs("magneto: a shell stays where it was started; start another\n", stderr);
      return kUsage;
    }
    if (options.output.empty()) options.output = options_.output;
    session.set_options(std::move(options));
    session.about("");
    return run_in_session(entry, *command, session);
  }

  std::vector<std::string> candidates(const std::string& before, const std::string& word) {
    std::vector<std::string> all;
    if (before.size() == word.size()) {
      for (const Entry& entry : entries()) all.emplace_back(entry.name);
      for (const char* name :
           {"SELECT", "INSERT INTO", "UPDATE", "DELETE FROM", "help;", "quit;"}) {
        all.emplace_back(name);
      }
      return all;
    }
    for (const auto& [table, attributes] : tables()) {
      all.push_back(table);
      if (before.find(table) == std::string::npos) continue;
      const std::vector<std::string>& names = attributes_of(table);
      all.insert(all.end(), names.begin(), names.end());
    }
    for (const char* name : {"FROM", "WHERE", "AND", "GROUP BY", "ORDER BY", "LIMIT", "--where",
                             "--select", "--limit", "--index", "--output"}) {
      all.emplace_back(name);
    }
    return all;
  }

  std::map<std::string, std::optional<std::vector<std::string>>>& tables() {
    if (tables_) return *tables_;
    tables_.emplace();
    const auto listed = client_->call<operation::ListTables>({}).within(kPatience).get();
    if (listed) {
      for (const std::string& name : listed->table_names) (*tables_)[name];
    }
    return *tables_;
  }

  /// Those of keys and indexes, and those that its first items have.
  const std::vector<std::string>& attributes_of(const std::string& table) {
    std::optional<std::vector<std::string>>& known = tables()[table];
    if (known) return *known;
    known.emplace();
    const auto info = client_->table(table).info().within(kPatience).get();
    if (info) {
      for (const auto& each : info->description.attribute_definitions) {
        known->push_back(each.attribute_name);
      }
    }
    model::ScanInput first{.table_name = table, .limit = 10};
    const auto page = client_->call<operation::Scan>(first).within(kPatience).get();
    if (page) {
      for (const Item& item : page->items) {
        for (const Member& member : item) known->push_back(member.name);
      }
    }
    return *known;
  }

  static constexpr std::chrono::seconds kPatience{2};

  std::string history_;
  std::optional<Client> client_;
  Options options_;
  bool quit_ = false;
  std::optional<std::map<std::string, std::optional<std::vector<std::string>>>> tables_;
};

}  // namespace

std::unique_ptr<Command> make_shell() { return std::make_unique<Shell>(); }

}  // namespace magneto::internal::commands
