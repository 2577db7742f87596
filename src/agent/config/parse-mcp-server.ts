import type { HttpServerConfig, McpServerConfig, StdioServerConfig } from "./agent-config.ts";
import { Fields } from "./fields.ts";

const START_TIMEOUT_MS = 30_000;
const MAX_TIMEOUT_MS = 600_000;
/** What a name may consist of: it becomes part of the names of tools. */
const SERVER_NAME = /^[A-Za-z0-9_. -]{1,64}$/;
const HTTP_TYPES = ["http", "streamable-http", "streamableHttp"];

/**
 * Reads the `mcpServers` of a configuration: an object of servers by name. `source` is told in errors, `where` is the path there.
 * Throws HermesError "config-invalid".
 */
export function parseMcpServers(
  value: unknown,
  source: string,
  where = "mcpServers",
): Readonly<Record<string, McpServerConfig>> {
  const servers = new Fields(value, source, where);
  return Object.fromEntries(servers.names.map((name) => [name, parseServer(servers, name, source)]));
}

function parseServer(servers: Fields, name: string, source: string): McpServerConfig {
  if (!SERVER_NAME.test(name)) {
    throw servers.error(name, "expected a name of at most 64 letters, digits, spaces, dots, - and _");
  }
  const fields = new Fields(servers.get(name), source, servers.path(name));
  const type = serverType(fields);
  const server = type === "http" ? parseHttp(fields) : parseStdio(fields);
  fields.finish();
  return server;
}

/** What the `type` says, else which of `command` and `url` is there. */
function serverType(fields: Fields): "stdio" | "http" {
  const type = fields.text("type");
  if (type === "sse") {
    throw fields.error(
      "type",
      "the old transport with server-sent events is not supported; use the server's http address",
    );
  }
  if (type !== undefined && type !== "stdio" && !HTTP_TYPES.includes(type)) {
    throw fields.error("type", `expected stdio or http, got ${JSON.stringify(type)}`);
  }
  const [command, url] = [fields.has("command"), fields.has("url")];
  if (command === url) throw fields.error("", `expected either a command or a url${command ? ", got both" : ""}`);
  if (type !== undefined && (type === "stdio") !== command) {
    throw fields.error("type", `${type} does not go with a ${command ? "command" : "url"}`);
  }
  return command ? "stdio" : "http";
}

function parseStdio(fields: Fields): StdioServerConfig {
  return {
    type: "stdio",
    command: fields.text("command") ?? "",
    args: fields.texts("args") ?? [],
    env: fields.textRecord("env") ?? {},
    cwd: fields.text("cwd") ?? null,
    ...parseBase(fields),
  };
}

function parseHttp(fields: Fields): HttpServerConfig {
  return {
    type: "http",
    url: parseUrl(fields),
    headers: fields.textRecord("headers") ?? {},
    ...parseBase(fields),
  };
}

/** May name variables; whether it is whole is known when they are filled in. */
function parseUrl(fields: Fields): string {
  const url = fields.text("url") ?? "";
  if (!/^https?:\/\/|^\$\{/i.test(url)) throw fields.error("url", "expected an http or https address");
  return url;
}

function parseBase(fields: Fields): Pick<McpServerConfig, "allow" | "disabled" | "startTimeoutMs"> {
  return {
    allow: parseAllow(fields),
    disabled: fields.truth("disabled") ?? false,
    startTimeoutMs: fields.whole("startTimeoutMs", 1, MAX_TIMEOUT_MS) ?? START_TIMEOUT_MS,
  };
}

function parseAllow(fields: Fields): readonly string[] | true {
  const value = fields.get("allow");
  if (value === true) return true;
  if (value === undefined || value === false) return [];
  if (!Array.isArray(value)) throw fields.error("allow", "expected true or a list of names of tools");
  return fields.texts("allow") ?? [];
}
