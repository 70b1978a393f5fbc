// hearth rank: one slate, as in the browser.
#include <cstdio>
#include <string>
#include <vector>

#include "cli/commands.h"
#include "cli/engine_files.h"
#include "cli/files.h"
#include "cli/histories_json.h"

namespace hearth {
namespace {

// The request that records the history the options name; empty when they name none.
Result<std::string> HistoryRequest(const RankCommand& command, const Engine& engine, Time now) {
  if (!command.events.empty()) {
    Result<std::string> text = ReadTextFile(command.events);
    if (!text.ok()) return text.error();
    return RecordRequest(*text, command.events, now);
  }
  if (command.histories.empty()) return std::string();
  Result<std::string> text = ReadTextFile(command.histories);
  if (!text.ok()) return text.error();
  Result<std::vector<Shopper>> shoppers = ReadHistories(*text, command.histories);
  if (!shoppers.ok()) return shoppers.error();
  for (const Shopper& shopper : *shoppers) {
    if (shopper.name == command.customer) {
      return RecordRequest(shopper, *engine.catalog(), now);
    }
  }
  return NotFound("--customer: " + command.histories + " has no such customer");
}

}  // namespace

Status Run(const RankCommand& command) {
  Result<std::unique_ptr<Engine>> loaded = LoadEngine(command.engine);
  if (!loaded.ok()) return loaded.error();
  Engine& engine = **loaded;
  const Time now = NowOf(command.now, engine);
  Result<std::string> history = HistoryRequest(command, engine, now);
  if (!history.ok()) return history.error();
  if (!history->empty()) {
    const std::string envelope = engine.Handle(*history);
    if (!IsOk(envelope)) return Malformed(envelope);
  }
  Result<std::string> request =
      command.request.empty() ? RankRequestJson(command.words, now) : ReadTextFile(command.request);
  if (!request.ok()) return request.error();
  const std::string envelope = engine.Handle(*request);
  if (!command.as_table) std::puts(envelope.c_str());
  if (!IsOk(envelope)) return Malformed(envelope);
  if (command.as_table) std::fputs(SlateTable(envelope).c_str(), stdout);
  return {};
}

}  // namespace hearth
