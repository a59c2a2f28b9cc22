// SPDX-License-Identifier: Apache-2.0
//
// Runs scripts (script.h), each as a test of its own.
//
//   script_test [--endpoint HOST:PORT] [DIRECTORY]
//
// In process, on an engine in memory for each script; or against a server.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <regex>
#include <sstream>
#include <thread>

#include "runner/json_match.h"
#include "runner/script.h"
#include "runner/service.h"

namespace magneto::internal::script {
namespace {

namespace fs = std::filesystem;

struct Options {
  fs::path directory = MAGNETO_SCRIPTS;
  std::string endpoint;  // Empty: in process.
};

std::string read_file(const fs::path& file) {
  std::ifstream stream(file);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

// The part of the answer that a path names, as JSON.
std::string part_of(std::string answer, const std::string& path) {
  std::istringstream names(path);
  for (std::string name; std::getline(names, name, '.');) answer = member_of(answer, name);
  return answer;
}

// `$answer.NAME` as it is meant.
std::string insert_answer(const std::string& text, const std::string& answer) {
  static const std::regex kMember("\\$answer\\.(\\w+(?:\\.\\w+)*)");
  std::string inserted;
  auto from = text.begin();
  for (std::sregex_iterator match(text.begin(), text.end(), kMember), end; match != end; ++match) {
    inserted.append(from, (*match)[0].first);
    inserted += part_of(answer, (*match)[1].str());
    from = (*match)[0].second;
  }
  inserted.append(from, text.end());
  return inserted;
}

// What is wrong with the answer; empty when nothing is.
std::string check(const Expectation& expected, const Answer& answer) {
  if (answer.ok != (expected.kind != Expectation::Kind::kError)) {
    return answer.ok ? "expected an error" : "expected no error";
  }
  if (expected.kind == Expectation::Kind::kAnyAnswer) return {};
  if (answer.ok) return mismatch(expand_repeats(expected.json), answer.body);

  const std::string type = string_member_of(answer.body, "__type");
  if (type.substr(type.find('#') + 1) != expected.error_name) return "another error";
  std::string message = string_member_of(answer.body, "message");
  if (message.empty()) message = string_member_of(answer.body, "Message");
  if (expected.message != "*" && message != expand_repeats(expected.message)) {
    return "another message, expected\n  " + expected.message;
  }
  const std::string members = without_members(answer.body, {"__type", "message", "Message"});
  return mismatch(expected.json.empty() ? "{}" : expand_repeats(expected.json), members);
}

class ScriptTest : public testing::Test {
 public:
  ScriptTest(const Options& options, fs::path file) : options_(options), file_(std::move(file)) {}

  void TestBody() override {
    Result<Script> script = read_script(file_);
    ASSERT_TRUE(script.ok()) << script.error().message();
    if (!script->server.empty() && !options_.endpoint.empty()) GTEST_SKIP();
    start(script->server);
    if (HasFatalFailure()) return;
    for (const std::string& table : script->creates) drop(table);
    for (const std::string& table : script->tables) create(table);
    for (const Step& step : script->steps) run(step);
    for (const auto* made : {&script->tables, &script->creates})
      for (const std::string& table : *made) drop(table);
  }

 private:
  void start(const std::vector<std::string>& settings) {
    if (!options_.endpoint.empty()) {
      service_ = connect_to(options_.endpoint);
      return;
    }
    Result<std::unique_ptr<Service>> started = start_in_process(settings);
    ASSERT_TRUE(started.ok()) << started.error().message();
    service_ = *std::move(started);
  }

  void drop(const std::string& table) {
    (void)service_->call("DeleteTable", "{\"TableName\":\"" + table + "\"}");
  }

  void create(const std::string& table) {
    drop(table);
    const std::string definition = member_of(read_file(options_.directory / "tables.json"), table);
    ASSERT_FALSE(definition.empty()) << "no table " << table << " in tables.json";
    Result<Answer> made = service_->call(
        "CreateTable", "{\"TableName\":\"" + table + "\",\"BillingMode\":\"PAY_PER_REQUEST\"," +
                           definition.substr(1));
    ASSERT_TRUE(made.ok()) << made.error().message();
    ASSERT_TRUE(made->ok) << made->body;
  }

  void run(const Step& step) {
    const std::string body = insert_answer(expand_repeats(step.body), last_answer_);
    constexpr auto kPatience = std::chrono::seconds(10);
    constexpr auto kPause = std::chrono::milliseconds(20);
    const auto give_up = std::chrono::steady_clock::now() + kPatience;
    Result<Answer> answer = service_->call(step.operation, body);
    ASSERT_TRUE(answer.ok()) << file_ << ":" << step.line << ": " << answer.error().message();
    std::string problem = check(step.expected, *answer);
    while (step.eventually && !problem.empty() && std::chrono::steady_clock::now() < give_up) {
      std::this_thread::sleep_for(kPause);
      answer = service_->call(step.operation, body);
      ASSERT_TRUE(answer.ok()) << file_ << ":" << step.line << ": " << answer.error().message();
      problem = check(step.expected, *answer);
    }
    EXPECT_TRUE(problem.empty()) << file_.string() << ":" << step.line << ": " << step.operation
                                 << ": " << problem << "\nanswer: " << answer->body.substr(0, 2000);
    last_answer_ = answer->body;
  }

  const Options& options_;
  const fs::path file_;
  std::unique_ptr<Service> service_;
  std::string last_answer_ = "{}";
};

void register_scripts(const Options& options) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(options.directory)) {
    if (entry.path().extension() == ".test") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) {
    const std::string suite = file.parent_path().filename().string();
    testing::RegisterTest(
        suite.c_str(), file.stem().c_str(), nullptr, nullptr, file.c_str(), 1,
        [&options, file]() -> testing::Test* { return new ScriptTest(options, file); });
  }
}

}  // namespace
}  // namespace magneto::internal::script

int main(int count, char** arguments) {
  testing::InitGoogleTest(&count, arguments);
  magneto::internal::script::Options options;
  for (int i = 1; i < count; ++i) {
    const std::string argument = arguments[i];
    if (argument == "--endpoint" && i + 1 < count) {
      options.endpoint = arguments[++i];
    } else {
      options.directory = argument;
    }
  }
  magneto::internal::script::register_scripts(options);
  return RUN_ALL_TESTS();
}
