import type { Command } from "commander";
import { createAgentSetup } from "../../agent/index.ts";
import { checkBackend } from "../check-backend.ts";
import { readAgentConfig } from "../read-agent-config.ts";
import { generationFlags, readConfig } from "../read-config.ts";
import type { Surroundings } from "../surroundings.ts";
import type { Terminal } from "../terminal.ts";
import { checkOptions } from "./check-options.ts";
import { readServerKeys } from "./read-server-keys.ts";
import { runServer, type ServerEnd } from "./run-server.ts";
import { createServerLog } from "./server-log.ts";
import { serverSettings } from "./server-settings.ts";

export interface ServeOptions {
  /** Take the next free port where the one asked for is taken. */
  readonly nextPorts: boolean;
}

/** Serves the model of the configuration until a signal stops it. Returns the exit code. */
export async function serveModel(
  command: Command,
  terminal: Terminal,
  surroundings: Surroundings,
  { nextPorts }: ServeOptions,
): Promise<number> {
  const config = await readConfig(command, terminal);
  const flags = generationFlags(config);
  checkBackend(flags);
  const keys = readServerKeys(config, terminal.environment);
  const agentConfig = await readAgentConfig(config, command.opts<{ mcpConfig?: string }>().mcpConfig, terminal);
  const log = createServerLog(config.values.log, terminal);
  const pageFolder = config.values.server.page ? await surroundings.preparePage() : null;
  const agent = await createAgentSetup(agentConfig, { environment: terminal.environment });
  let end: ServerEnd;
  try {
    for (const warning of agent.warnings) log.warn({}, warning);
    const options = checkOptions(serverSettings(config.values, { keys, agent: agent.setup, pageFolder, log }));
    end = await runServer({ options, flags, terminal, nextPorts });
  } finally {
    await agent.close();
  }
  if (end.stillLoading) process.exit(end.exitCode);
  return end.exitCode;
}
