/** Where the server tells what happens; pino fits. The facts of info, warn and error never hold prompts, answers or keys. */
export interface ServerLog {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
  /** Takes prompts and answers; absent unless the operator asked for them. */
  content?(facts: object, message: string): void;
}
