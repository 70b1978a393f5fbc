// hearth: builds packs, ranks, replays and measures on the command line.
#include "cli/command_line.h"

int main(int argc, char** argv) { return hearth::RunCommandLine({argv + 1, argv + argc}); }
