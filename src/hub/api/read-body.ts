import { reason, unreachable } from "./send-request.ts";

/**
 * The bytes of an answer as they come. A connection that breaks or falls silent is HermesError "hub-unreachable"; leaving the loop
 * early closes it.
 */
export async function* readBody(
  response: Response,
  url: string,
  signal: AbortSignal,
  timeoutMs: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (response.body === null) return;
  const reader = response.body.getReader();
  let silent = false;
  const timer = setTimeout(() => {
    silent = true;
    void reader.cancel();
  }, timeoutMs);
  try {
    for (;;) {
      timer.refresh();
      const { done, value } = await reader.read();
      if (done) break;
      yield value;
    }
  } catch (error) {
    signal.throwIfAborted();
    throw unreachable(url, `the connection broke (${reason(error)})`, error);
  } finally {
    clearTimeout(timer);
    // Rejects when the connection is broken already, which has been told above.
    await reader.cancel().catch(() => undefined);
  }
  signal.throwIfAborted();
  if (silent) throw unreachable(url, `it sent nothing for ${timeoutMs / 1000} s`);
}
