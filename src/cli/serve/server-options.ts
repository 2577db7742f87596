import { type Command, Option } from "commander";
import { parseWhole } from "../flags.ts";

/** Adds the options that only a server has. */
export function addServerOptions(command: Command): Command {
  command
    .option("--host <address>", "address to listen on (default: 127.0.0.1); others than loopback need keys")
    .option("--port <n>", "port to listen on (default: 8000); 0 takes a free one", parseWhole(0))
    .option("--api-key-file <file>", "file of the keys that clients must show; hermes key new writes it")
    .option("--no-auth", "let everybody in, also from other computers")
    .option("--cors <origin...>", "web pages elsewhere that may call, such as https://app.example")
    .option("--allowed-host <name...>", "further names in the Host header, as behind a proxy")
    .option("--alias <name...>", "further names under which clients may ask for the model")
    .option("--metrics", "Prometheus figures at /metrics")
    .option("--no-page", "no chat page at /")
    .option("--mcp-config <file>", 'MCP servers whose tools may be used: {"mcpServers": {…}}')
    .option("--pass-unknown-fields", "let unknown fields of requests pass, with a warning header")
    .option("--shutdown-ms <n>", "milliseconds that running answers get when the server stops", parseWhole(0))
    .addOption(
      new Option("--reasoning-fields <names>", "how reasoning is sent (default: both)").choices([
        "both",
        "reasoning_content",
        "reasoning",
        "tags",
      ]),
    );
  return addLogOptions(command);
}

function addLogOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--log-level <level>", "what is logged to standard error (default: info)").choices([
        "debug",
        "info",
        "warn",
        "error",
        "silent",
      ]),
    )
    .option("--log-prompts", "log prompts and answers too, at level debug")
    .option("--log-pretty", "lines for people instead of JSON (default: on a terminal)")
    .option("--no-log-pretty", "JSON also on a terminal");
}
