/** Where the server tells what happens; pino fits. Facts never hold prompts, answers or keys. */
export interface ServerLog {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}
