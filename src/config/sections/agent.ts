import type { BuiltInName, HttpServerConfig, StdioServerConfig } from "../../agent/index.ts";
import { type Kind, objectOf, texts, truth, whole } from "../kinds.ts";
import { setting } from "../setting.ts";

/** A server as users write it: what names it must be there, everything else may be left out. */
type WrittenServer<Server, Named extends keyof Server> = Pick<Server, Named> & Partial<Server>;

/** MCP servers by name, in the usual form of MCP clients. */
type WrittenServers = Readonly<
  Record<string, WrittenServer<StdioServerConfig, "command"> | WrittenServer<HttpServerConfig, "url">>
>;

/** Names are checked by the tool loop, which knows them. */
const builtInNames: Kind<boolean | readonly BuiltInName[]> = {
  expected: "true, false or a list of built-in tools",
  accepts: (value): value is boolean | readonly BuiltInName[] => truth.accepts(value) || texts.accepts(value),
  parseText: (text) => truth.parseText?.(text) ?? texts.parseText?.(text),
};

/** Tools that `hermes chat` and the page can run. */
export const agentSettings = {
  /** Built-in tools to offer: true for all of them. */
  builtIns: setting(builtInNames, true),
  /** Rounds of calls after which the model must answer without. */
  maxRounds: setting(whole(1, 100), 8),
  /** Milliseconds that one call may take. */
  toolTimeoutMs: setting(whole(1, 3_600_000), 60_000),
  /** Longest result the model is given, in UTF-16 code units. */
  resultLength: setting(whole(100, 10_000_000), 16_000),
  /** { name: { command, args, env } } or { name: { url, headers } }; `allow` lists tools that run without asking. */
  mcpServers: setting(objectOf<WrittenServers>("an object of servers by name"), {}),
};
