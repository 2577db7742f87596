/** Exit code of a command that Ctrl-C stopped, as shells expect it: 128 + SIGINT. */
export const interruptedExitCode = 130;

/** Runs `work` with a signal that Ctrl-C aborts; a second Ctrl-C ends the process. */
export async function abortOnInterrupt<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const controller = new AbortController();
  const interrupt = () => {
    if (controller.signal.aborted) process.exit(interruptedExitCode);
    controller.abort();
  };
  process.on("SIGINT", interrupt);
  try {
    return await work(controller.signal);
  } finally {
    process.off("SIGINT", interrupt);
  }
}
