import { type AgentConfig, type BuiltInName, builtInNames } from "./agent-config.ts";
import { Fields } from "./fields.ts";
import { parseMcpServers } from "./parse-mcp-server.ts";

const MAX_ROUNDS = 100;
const MAX_TIMEOUT_MS = 3_600_000;
const MAX_RESULT_LENGTH = 10_000_000;

/**
 * Reads the `agent` section of a configuration; `{}` gives the defaults. `source` is told in errors: the file, or where else it is from;
 * `where` is the path of the section there. Throws HermesError "config-invalid" for a field that is unknown or wrong, by its path.
 */
export function parseAgentConfig(value: unknown, source: string, where = ""): AgentConfig {
  const fields = new Fields(value, source, where);
  const config: AgentConfig = {
    builtIns: parseBuiltIns(fields),
    maxRounds: fields.whole("maxRounds", 1, MAX_ROUNDS) ?? 8,
    toolTimeoutMs: fields.whole("toolTimeoutMs", 1, MAX_TIMEOUT_MS) ?? 60_000,
    resultLength: fields.whole("resultLength", 100, MAX_RESULT_LENGTH) ?? 16_000,
    mcpServers: fields.has("mcpServers")
      ? parseMcpServers(fields.get("mcpServers"), source, fields.path("mcpServers"))
      : {},
  };
  fields.finish();
  return config;
}

/** True, false or names. */
function parseBuiltIns(fields: Fields): readonly BuiltInName[] {
  const value = fields.get("builtIns");
  if (value === undefined || value === true) return builtInNames;
  if (value === false) return [];
  const names: readonly unknown[] = Array.isArray(value) ? value : [value];
  const unknown = names.find((name) => !builtInNames.includes(name as BuiltInName));
  if (unknown !== undefined || !Array.isArray(value)) {
    throw fields.error("builtIns", `expected true, false or a list of ${builtInNames.join(", ")}`);
  }
  return builtInNames.filter((name) => names.includes(name));
}
