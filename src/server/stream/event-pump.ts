// Hot path: runs once a token of every stream.
import type { EventSink } from "./event-sink.ts";
import { PING, renderEvent } from "./render-event.ts";
import type { SseEvent } from "./sse-event.ts";

/** Characters after which events are written without waiting for more of the same turn. */
const FLUSH_LENGTH = 16 * 1024;

export interface EventPumpOptions {
  /** Milliseconds of silence before a ping; null for none. */
  readonly pingMs: number | null;
  readonly signal: AbortSignal;
  /** The event that tells a failure; null where nobody is left to be told. */
  renderFailure(error: unknown): SseEvent | null;
}

/** Takes events from their source as fast as the reader takes them from us, and no faster. */
export class EventPump {
  readonly #iterator: AsyncIterator<SseEvent>;
  readonly #options: EventPumpOptions;
  readonly #first: Promise<IteratorResult<SseEvent>>;
  #text = "";
  #scheduled = false;
  /** No further event is taken. */
  #stopped = false;
  /** The sink takes nothing more. */
  #ended = false;
  #blocked: Promise<void> | null = null;

  /** Asks for the first event at once. */
  constructor(events: AsyncIterable<SseEvent>, options: EventPumpOptions) {
    this.#iterator = events[Symbol.asyncIterator]();
    this.#options = options;
    this.#first = this.#iterator.next();
  }

  /** Resolves when the first event is there, or when it is time for a ping. Throws what the source throws before that. */
  async started(): Promise<void> {
    const { pingMs, signal } = this.#options;
    const begun = Promise.withResolvers<void>();
    const ping = () => {
      this.#text = renderEvent(PING);
      begun.resolve();
    };
    const timer = pingMs === null ? undefined : setTimeout(ping, pingMs);
    const leave = () => begun.reject(signal.reason);
    signal.addEventListener("abort", leave, { once: true });
    if (signal.aborted) leave();
    try {
      await Promise.race([this.#first, begun.promise]);
    } catch (error) {
      this.cancel();
      throw error;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", leave);
    }
  }

  /** Writes everything to the sink and ends it; resolves when the source is closed as well. Never throws. */
  async run(sink: EventSink): Promise<void> {
    const { signal, pingMs } = this.#options;
    const stopped = Promise.withResolvers<never>();
    stopped.promise.catch(() => {});
    const stop = () => {
      this.#stopped = true;
      stopped.reject(signal.reason);
    };
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
    const timer = pingMs === null ? null : setTimeout(() => this.#ping(sink, timer), pingMs);
    this.#flush(sink);
    try {
      await Promise.race([this.#copy(sink, timer), stopped.promise]);
    } catch (error) {
      const failure = this.#options.renderFailure(error);
      if (failure !== null) this.#text += renderEvent(failure);
    } finally {
      clearTimeout(timer ?? undefined);
      signal.removeEventListener("abort", stop);
      this.#flush(sink);
      this.#ended = true;
      sink.end();
      await this.cancel();
    }
  }

  /** Closes the source; never throws. */
  async cancel(): Promise<void> {
    this.#stopped = true;
    this.#first.catch(() => {});
    try {
      await this.#iterator.return?.();
    } catch {
      // What fails while it is being closed has nobody left to be told.
    }
  }

  async #copy(sink: EventSink, timer: NodeJS.Timeout | null): Promise<void> {
    for (let next = this.#first; ; next = this.#iterator.next()) {
      const { done, value } = await next;
      if (this.#stopped || done) return;
      this.#text += renderEvent(value);
      timer?.refresh();
      if (this.#text.length >= FLUSH_LENGTH) this.#flush(sink);
      else this.#schedule(sink);
      if (this.#blocked !== null) await this.#blocked;
    }
  }

  /** Events of one turn of the event loop are written together. */
  #schedule(sink: EventSink): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#flush(sink);
    });
  }

  #flush(sink: EventSink): void {
    if (this.#text === "" || this.#ended) return;
    const drained = sink.write(this.#text);
    this.#text = "";
    if (drained === null) return;
    this.#blocked = drained.then(() => {
      this.#blocked = null;
    });
  }

  /** The timer was refreshed by every event, so there has been silence. A reader that does not read needs no sign of life. */
  #ping(sink: EventSink, timer: NodeJS.Timeout | null): void {
    if (this.#ended) return;
    if (this.#blocked === null) {
      this.#text += renderEvent(PING);
      this.#flush(sink);
    }
    timer?.refresh();
  }
}
