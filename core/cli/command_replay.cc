// hearth replay: a file of requests, answered one by one.
#include <algorithm>
#include <cstdio>
#include <string>

#include "cli/commands.h"
#include "cli/engine_files.h"
#include "cli/files.h"
#include "cli/histories_json.h"

namespace hearth {
namespace {

Status RestoreFrom(const std::string& snapshot, Engine& engine) {
  if (snapshot.empty()) return {};
  Result<std::vector<uint8_t>> bytes = ReadBinaryFile(snapshot);
  if (!bytes.ok()) return bytes.error();
  if (!AreParts(*bytes)) {
    const std::string envelope = engine.Restore(*bytes);
    return IsOk(envelope) ? Status() : Malformed(envelope);
  }
  std::span<const uint8_t> rest = *bytes;
  for (const Record record : kRecords) {
    const auto part = rest.first(std::min(rest.size(), LengthOfParts(rest)));
    const std::string envelope = engine.Restore(record, part);
    if (!IsOk(envelope)) return Malformed(envelope);
    rest = rest.subspan(part.size());
  }
  return rest.empty() ? Status() : Malformed("bytes behind the two records");
}

}  // namespace

Status Run(const ReplayCommand& command) {
  Result<std::unique_ptr<Engine>> loaded = LoadEngine(command.engine);
  if (!loaded.ok()) return loaded.error();
  Engine& engine = **loaded;
  if (Status status = RestoreFrom(command.snapshot, engine); !status.ok()) return status;
  Result<std::string> requests = ReadTextFile(command.requests);
  if (!requests.ok()) return requests.error();
  std::string_view rest = *requests;
  while (!rest.empty()) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    if (end > 0) std::puts(engine.Handle(rest.substr(0, end)).c_str());
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  if (command.save.empty()) return {};
  // As a browser stores them, but not sealed.
  std::vector<uint8_t> both = engine.SnapshotInParts(Record::kPeople);
  const std::vector<uint8_t> shop = engine.SnapshotInParts(Record::kShop);
  both.insert(both.end(), shop.begin(), shop.end());
  return WriteFileAtomically(command.save, both);
}

}  // namespace hearth
