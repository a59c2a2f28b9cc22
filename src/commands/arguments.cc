// SPDX-License-Identifier: Apache-2.0
#include "commands/arguments.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <charconv>
#include <cstdio>
#include <memory>
#include <utility>

#include "commands/command.h"
#include "commands/exit_status.h"

namespace magneto::internal::commands {
namespace {

constexpr std::size_t kColumn = 34;
/// The keys of an index are up to eight.
constexpr std::size_t kMostWords = 8;

void add_connection(Arguments& arguments, Options& options) {
  arguments.text("--endpoint", options.endpoint,
                 "URL of the service, unix:/path of a socket, or `local`: http://localhost:8000",
                 "URL");
  arguments.text("--region", options.region, "Region, where the configuration has none", "NAME");
  arguments.text("--profile", options.profile, "Profile of ~/.aws/config", "NAME");
  arguments.text("--data", options.data,
                 "Work on a data directory that no server uses, in this process", "DIR");
  arguments.choice("--output", options.output,
                   {"table", "json", "jsonl", "dynamodb-json", "csv", "yaml"},
                   "Form of what is printed; without it a table on a terminal, else jsonl");
}

/// The words behind the first of words() are hidden, and leave "[]" in the library's usage line.
class Help : public CLI::Formatter {
 public:
  std::string make_usage(const CLI::App* app, std::string name) const override {
    constexpr std::string_view kHidden = " []";
    std::string usage = Formatter::make_usage(app, std::move(name));
    for (auto at = usage.find(kHidden); at != std::string::npos; at = usage.find(kHidden)) {
      usage.erase(at, kHidden.size());
    }
    return usage;
  }
};

/// The library says "--where: 1 required TEXT missing", and "The following argument was not expected:".
std::string mistake(const std::string& text) {
  const std::size_t end = text.find(": 1 required ");
  if (end != std::string::npos) return text.substr(0, end) + " wants a value behind it";
  if (text.find("not expected: ") == std::string::npos) return text;
  return "this command takes no " + text.substr(text.find(": ") + 2);
}

}  // namespace

void Arguments::word(const std::string& name, std::string& value, const std::string& help) {
  app_.add_option(name, value, help)->required()->option_text(" ");
}
void Arguments::optional_word(const std::string& name, std::string& value,
                              const std::string& help) {
  app_.add_option(name, value, help)->option_text(" ");
}
void Arguments::words(const std::string& name, std::vector<std::string>& values,
                      const std::string& help) {
  // One option for each word: of an option with many values, the library takes a word in brackets apart.
  for (std::size_t i = 0; i < kMostWords; ++i) {
    CLI::Option* option = app_.add_option_function<std::string>(
        i == 0 ? name : name + std::to_string(i + 1),
        [&values](const std::string& word) { values.push_back(word); }, help);
    option->option_text("...");
    if (i != 0) option->group("");
  }
}
void Arguments::text(const std::string& option, std::string& value, const std::string& help,
                     const std::string& placeholder) {
  app_.add_option(option, value, help)->option_text(placeholder);
}
void Arguments::texts(const std::string& option, std::vector<std::string>& values,
                      const std::string& help, const std::string& placeholder) {
  app_.add_option(option, values, help)
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->allow_extra_args(false)
      ->option_text(placeholder);
}
void Arguments::choice(const std::string& option, std::string& value,
                       std::vector<std::string> words, const std::string& help) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : "|") + word;
  app_.add_option_function<std::string>(
          option,
          [&value, option, words = std::move(words), all](const std::string& word) {
            if (std::find(words.begin(), words.end(), word) == words.end()) {
              throw CLI::ValidationError(option, "must be one of " + all + ", not " + word);
            }
            value = word;
          },
          help + ": " + all)
      ->option_text("WORD");
}
void Arguments::number(const std::string& option, std::optional<std::int64_t>& value,
                       const std::string& help, std::int64_t least) {
  app_.add_option_function<std::string>(
          option,
          [&value, option, least](const std::string& word) {
            std::int64_t number = 0;
            const char* end = word.data() + word.size();
            const auto [stopped, error] = std::from_chars(word.data(), end, number);
            if (error == std::errc::result_out_of_range) {
              throw CLI::ValidationError(option, word + " is too large");
            }
            if (error != std::errc() || stopped != end) {
              throw CLI::ValidationError(option, "must be a whole number, not " + word);
            }
            if (number < least) {
              throw CLI::ValidationError(option, "must be at least " + std::to_string(least));
            }
            value = number;
          },
          help)
      ->option_text("N");
}
void Arguments::rate(const std::string& option, std::optional<double>& value,
                     const std::string& help) {
  app_.add_option_function<std::string>(
          option,
          [&value, option](const std::string& word) {
            double units = 0;
            const char* end = word.data() + word.size();
            const auto [stopped, error] = std::from_chars(word.data(), end, units);
            if (error != std::errc() || stopped != end) {
              throw CLI::ValidationError(option, "must be a number, not " + word);
            }
            if (!(units > 0)) throw CLI::ValidationError(option, "must be more than 0");
            value = units;
          },
          help)
      ->option_text("UNITS");
}
void Arguments::flag(const std::string& option, bool& value, const std::string& help) {
  app_.add_flag(option, value, help)->option_text(" ");
}

void Arguments::other_place(Options& place, const std::string& table) {
  text("--to-endpoint", place.endpoint, "Where " + table + " is, if elsewhere", "URL");
  text("--to-region", place.region, "The same", "NAME");
  text("--to-profile", place.profile, "The same", "NAME");
  text("--to-data", place.data, "The same: a data directory that no server uses", "DIR");
}

void Arguments::shared(Options& options, unsigned takes) {
  if ((takes & kTakesWhere) != 0) {
    text("--where", options.where,
         "Condition, with values in it: Year > 1960 AND contains(Tags, 'jazz')", "CONDITION");
  }
  if ((takes & kTakesSelect) != 0) {
    app_.add_option_function<std::string>(
            "--select", [&options](const std::string& paths) { options.select = paths; },
            "Attributes to give, with commas: Title,Credits.Piano")
        ->option_text("PATHS");
  }
  if ((takes & kTakesLimit) != 0) number("--limit", options.limit, "At most so many items");
  if ((takes & kTakesCursor) != 0) {
    text("--cursor", options.cursor, "Where an earlier call with --limit said to go on", "TEXT");
  }
  if ((takes & kTakesParallel) != 0) {
    number("--parallel", options.parallel, "How many parts of the table are worked on at once");
  }
  if ((takes & kTakesRateRead) != 0) {
    rate("--rate-read", options.rate_read, "Read at most so many capacity units a second");
  }
  if ((takes & kTakesRateWrite) != 0) {
    rate("--rate-write", options.rate_write, "Write at most so many capacity units a second");
  }
  options.client_limits = (takes & kClientLimits) != 0;
  if ((takes & kTakesDryRun) != 0) {
    flag("--dry-run", options.dry_run, "Say what would be done; write nothing");
  }
  if ((takes & kTakesExplain) != 0) {
    flag("--explain", options.explain, "Print the request; send nothing");
  }
  if ((takes & kTakesYes) != 0) flag("--yes", options.yes, "Do not ask");
  add_connection(*this, options);
}

ParsedLine parse_line(const Entry& entry, Command& command, Options& options,
                      const std::vector<std::string>& words) {
  CLI::App app(std::string(entry.summary), "magneto " + std::string(entry.name));
  app.footer("Example:\n  " + std::string(entry.example));
  app.formatter(std::make_shared<Help>());
  app.get_formatter()->column_width(kColumn);
  Arguments arguments(app);
  command.declare(arguments);
  arguments.shared(options, entry.takes);
  // CLI11 reports by exceptions, "show the help" too; they end here.
  try {
    app.parse(std::vector<std::string>(words.rbegin(), words.rend()));
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return {.run = false, .status = app.exit(error)};
    std::fprintf(stderr, "magneto: %s\nTry: magneto %s --help\n", mistake(error.what()).c_str(),
                 std::string(entry.name).c_str());
    return {.run = false, .status = kUsage};
  }
  return {.run = true};
}

}  // namespace magneto::internal::commands
