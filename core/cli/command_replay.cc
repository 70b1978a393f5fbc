// hearth replay: a file of requests, answered one by one.
#include <array>
#include <cstdio>

#include "cli/commands.h"
#include "cli/engine_files.h"
#include "cli/files.h"
#include "cli/histories_json.h"
#include "cli/options.h"

namespace hearth {
namespace {

constexpr std::string_view kHelp = R"(hearth replay: answer a file of requests, one a line

  hearth replay --pack shop.hpack --requests requests.jsonl > answers.jsonl

  --pack FILE        the shop's pack; or --catalog FILE.json
  --requests FILE    JSON lines: requests as core/engine/README.md describes them
  --snapshot FILE    begin from this snapshot (default: an empty history)
  --save FILE        write the snapshot at the end

An answer that is an error is an answer: the exit code is 0 as long as the files could be read.

Example, after `make demo`:
  echo '{"op": "rank", "now": 1323475200000, "surface": "home"}' > /tmp/requests.jsonl
  build/native/hearth replay --pack build/native/data/shop.hpack --requests /tmp/requests.jsonl
)";

constexpr std::array<std::string_view, 5> kOptions = {"pack", "catalog", "requests", "snapshot",
                                                      "save"};

Status RestoreFrom(const Options& options, Engine& engine) {
  if (!options.Has("snapshot")) return {};
  Result<std::vector<uint8_t>> bytes = ReadBinaryFile(options.Get("snapshot"));
  if (!bytes.ok()) return bytes.error();
  const std::string envelope = engine.Restore(*bytes);
  if (!IsOk(envelope)) return Malformed(envelope);
  return {};
}

Result<int> Replay(const Options& options, Engine& engine) {
  if (Status status = RestoreFrom(options, engine); !status.ok()) return status.error();
  Result<std::string> requests = ReadTextFile(options.Get("requests"));
  if (!requests.ok()) return requests.error();
  std::string_view rest = *requests;
  while (!rest.empty()) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    if (end > 0) std::puts(engine.Handle(rest.substr(0, end)).c_str());
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  if (options.Has("save")) {
    const Status saved = WriteFileAtomically(options.Get("save"), engine.Snapshot());
    if (!saved.ok()) return saved.error();
  }
  return 0;
}

}  // namespace

int CommandReplay(std::span<const std::string> args) {
  return RunOnEngine(args, kHelp, kOptions, Replay);
}

}  // namespace hearth
