// SPDX-License-Identifier: Apache-2.0
#include "runner/script.h"

#include <fstream>
#include <regex>
#include <sstream>

namespace magneto::internal::script {
namespace {

bool starts_with(const std::string& line, std::string_view prefix) {
  return line.compare(0, prefix.size(), prefix) == 0;
}

std::vector<std::string> words(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> found;
  for (std::string word; stream >> word;) found.push_back(word);
  return found;
}

// What stands behind "<== " on its line; JSON may go on below.
Expectation read_expectation(const std::string& text) {
  Expectation expected;
  if (text == "ok") {
    expected.kind = Expectation::Kind::kAnyAnswer;
  } else if (starts_with(text, "{")) {
    expected.json = text;
  } else {
    expected.kind = Expectation::Kind::kError;
    const std::size_t colon = text.find(": ");
    expected.error_name = text.substr(0, colon);
    if (colon != std::string::npos) expected.message = text.substr(colon + 2);
  }
  return expected;
}

class Reader {
 public:
  Result<void> read(const std::string& line, int number) {
    if (line.empty() || line[0] == '#') return {};
    if (starts_with(line, "tables: ")) {
      script.tables = words(line.substr(8));
    } else if (starts_with(line, "creates: ")) {
      script.creates = words(line.substr(9));
    } else if (starts_with(line, "server: ")) {
      script.server = words(line.substr(8));
    } else if (starts_with(line, "==> ")) {
      if (!complete()) return bad("a request without an answer before", number);
      const std::vector<std::string> request = words(line.substr(4));
      const bool eventually = request.size() > 1 && request[1] == "eventually";
      const std::string body = eventually ? std::string() : line.substr(4 + request.at(0).size());
      script.steps.push_back({number, request.at(0), eventually, body, {}});
      place_ = Place::kBody;
    } else if (starts_with(line, "<== ")) {
      if (place_ != Place::kBody) return bad("an answer without a request", number);
      script.steps.back().expected = read_expectation(line.substr(4));
      place_ = Place::kAnswer;
    } else if (place_ == Place::kNowhere) {
      return bad("neither a request nor an answer", number);
    } else {
      Step& step = script.steps.back();
      (place_ == Place::kBody ? step.body : step.expected.json) += "\n" + line;
    }
    return {};
  }

  bool complete() const { return place_ != Place::kBody; }

  static Error bad(const std::string& what, int number) {
    return Error(ErrorCode::kInvalidArgument, what + ", line " + std::to_string(number));
  }

  Script script;

 private:
  enum class Place { kNowhere, kBody, kAnswer };
  Place place_ = Place::kNowhere;
};

}  // namespace

Result<Script> read_script(const std::filesystem::path& file) {
  std::ifstream stream(file);
  if (!stream) return Error(ErrorCode::kInvalidArgument, "cannot read " + file.string());
  Reader reader;
  int number = 0;
  for (std::string line; std::getline(stream, line);) {
    MAGNETO_RETURN_IF_ERROR(reader.read(line, ++number));
  }
  if (!reader.complete() || reader.script.steps.empty()) {
    return Reader::bad("the file ends before an answer", number);
  }
  return std::move(reader.script);
}

std::string expand_repeats(const std::string& text) {
  static const std::regex kRepeat("<([^<>*]+)\\*([0-9]+)>");
  std::string expanded;
  auto from = text.begin();
  for (std::sregex_iterator match(text.begin(), text.end(), kRepeat), end; match != end; ++match) {
    expanded.append(from, (*match)[0].first);
    const std::string repeated = (*match)[1];
    for (std::size_t left = std::stoul((*match)[2]); left > 0; --left) expanded += repeated;
    from = (*match)[0].second;
  }
  expanded.append(from, text.end());
  return expanded;
}

}  // namespace magneto::internal::script
