import { pino } from "pino";
import type { EffectiveConfig } from "../../config/index.ts";
import type { ServerLog } from "../../server/index.ts";
import type { Terminal } from "../terminal.ts";
import { renderLogLine } from "./render-log-line.ts";

/** Facts that are left out whoever hands them over: a second guard, as the server logs none of them. */
const SECRETS = ["apiKey", "authorization", "cookie", "headers"];
/** Further ones where nobody asked for prompts and answers. */
const CONTENT = ["prompt", "messages", "content", "text", "body", "answer"];

/** Writes to standard error: JSON lines, or lines for people where they watch. */
export function createServerLog(
  { level, prompts, pretty }: EffectiveConfig["log"],
  terminal: Pick<Terminal, "watched" | "writeError" | "dim">,
): ServerLog {
  const forPeople = pretty ?? terminal.watched;
  const hidden = prompts ? SECRETS : [...SECRETS, ...CONTENT];
  const log = pino(
    {
      // Prompts and answers are at level debug, so asking for them asks for the level.
      level: prompts ? "debug" : level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: hidden.flatMap((name) => [name, `*.${name}`]), remove: true },
    },
    { write: (line) => terminal.writeError(forPeople ? renderLogLine(line, terminal) : line) },
  );
  return {
    info: (facts, message) => log.info(facts, message),
    warn: (facts, message) => log.warn(facts, message),
    error: (facts, message) => log.error(facts, message),
    ...(prompts && { content: (facts: object, message: string) => log.debug(facts, message) }),
  };
}
