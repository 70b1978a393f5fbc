// The command line of `hearth`: which commands and options there are, and their help.
#pragma once

#include <string>
#include <vector>

namespace hearth {

// Runs the command that `words` name, program name left out. The exit code: 0 done, 1 failed, with
// one line on stderr, 2 not understood.
int RunCommandLine(std::vector<std::string> words);

}  // namespace hearth
