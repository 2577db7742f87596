import { oneOf, orNull, truth } from "../kinds.ts";
import { setting } from "../setting.ts";

export const logSettings = {
  /** The least that is logged to standard error. */
  level: setting(oneOf(["debug", "info", "warn", "error", "silent"]), "info", "logLevel"),
  /** Write prompts and answers to the log, at level debug. */
  prompts: setting(truth, false, "logPrompts"),
  /** Lines for people instead of JSON; null: on a terminal. */
  pretty: setting(orNull(truth), null, "logPretty"),
};
