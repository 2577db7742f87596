import { constants } from "node:os";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** npm hands on the Ctrl-C that the terminal has sent already: what comes so soon after the first is the same one. */
const ECHO_MS = 500;

export interface StopSignals {
  /** Settled at the first signal. */
  readonly asked: Promise<void>;
  /** Leaves the signals to Node again. */
  release(): void;
}

/** Waits for a signal to stop; a second one ends the process at once, with the exit code that shells expect. */
export function waitForStop(): StopSignals {
  const { promise, resolve } = Promise.withResolvers<void>();
  let askedAt: number | null = null;
  const handle = (signal: NodeJS.Signals): void => {
    if (askedAt !== null && performance.now() - askedAt > ECHO_MS) process.exit(128 + constants.signals[signal]);
    askedAt ??= performance.now();
    resolve();
  };
  for (const signal of SIGNALS) process.on(signal, handle);
  return {
    asked: promise,
    release() {
      for (const signal of SIGNALS) process.off(signal, handle);
    },
  };
}
