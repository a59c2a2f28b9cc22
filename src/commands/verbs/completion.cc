// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <string_view>

#include "commands/arguments.h"
#include "commands/exit_status.h"
#include "commands/print.h"
#include "commands/verbs/verbs.h"

namespace magneto::internal::commands {
namespace {

/// Options are asked of the program itself, so the script does not grow old.
constexpr std::string_view kBash = R"sh(_magneto() {
  local word=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]}
  if ((COMP_CWORD == 1)); then
    COMPREPLY=($(compgen -W "@COMMANDS@" -- "$word"))
  elif [[ $word == -* ]]; then
    COMPREPLY=($(compgen -W "$(magneto "$command" --help 2>/dev/null | grep -oE -- ' --[a-z-]+')" -- "$word"))
  elif ((COMP_CWORD == 2)); then
    COMPREPLY=($(compgen -W "$(magneto tables --output csv 2>/dev/null | tail -n +2)" -- "$word"))
  fi
}
complete -o default -F _magneto magneto
)sh";

constexpr std::string_view kZsh = R"sh(#compdef magneto
_magneto() {
  if ((CURRENT == 2)); then
    compadd @COMMANDS@
  elif [[ ${words[CURRENT]} == -* ]]; then
    compadd -- $(magneto ${words[2]} --help 2>/dev/null | grep -oE -- ' --[a-z-]+')
  elif ((CURRENT == 3)); then
    compadd -- $(magneto tables --output csv 2>/dev/null | tail -n +2)
  else
    _files
  fi
}
if [[ ${funcstack[1]} == _magneto ]]; then
  _magneto "$@"
else
  compdef _magneto magneto
fi
)sh";

constexpr std::string_view kFish =
    R"sh(complete -c magneto -f -n '__fish_use_subcommand' -a '@COMMANDS@'
complete -c magneto -n 'not __fish_use_subcommand; and string match -q -- "-*" (commandline -ct)' \
  -a '(magneto (commandline -opc)[2] --help 2>/dev/null | string match -ra -- " --[a-z-]+" | string trim)'
complete -c magneto -n 'test (count (commandline -opc)) -eq 2' \
  -a '(magneto tables --output csv 2>/dev/null | tail -n +2)'
)sh";

class Completion : public Command {
 public:
  void declare(Arguments& arguments) override {
    arguments.word("SHELL", shell_, "bash, zsh or fish");
  }

  magneto::Result<int> run(Session& /*session*/) override {
    const std::string_view script = shell_ == "bash"   ? kBash
                                    : shell_ == "zsh"  ? kZsh
                                    : shell_ == "fish" ? kFish
                                                       : std::string_view();
    if (script.empty()) {
      return magneto::Error(ErrorCode::kInvalidArgument, "there is completion for bash, zsh, fish");
    }
    constexpr std::string_view kPlace = "@COMMANDS@";
    std::string commands = "serve check copy";
    for (const Entry& entry : entries()) commands += " " + std::string(entry.name);
    std::string text(script);
    text.replace(text.find(kPlace), kPlace.size(), commands);
    text.pop_back();
    print_line(text);
    return kSuccess;
  }

 private:
  std::string shell_;
};

}  // namespace

std::unique_ptr<Command> make_completion() { return std::make_unique<Completion>(); }

}  // namespace magneto::internal::commands
