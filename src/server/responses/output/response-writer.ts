import type { StreamPart } from "../../../chat/index.ts";
import {
  type DiagnosticPart,
  type FinishPart,
  spellCall,
  spellInvalidCall,
  spellNotes,
  type ToolCallPart,
} from "../../answer/chat/chat-spelling.ts";
import { spellTimings } from "../../answer/chat/spell-counts.ts";
import type { WireInvalidCall } from "../../answer/chat/wire.ts";
import type { ThoughtSettings } from "../../answer/request/settle-thought.ts";
import type { ApiError } from "../../api-error.ts";
import type {
  FunctionCallItem,
  ItemStatus,
  NumberedEvent,
  OutputItem,
  RequestEcho,
  ResponseEvent,
  ResponseObject,
} from "../wire.ts";
import { callEvents } from "./call-events.ts";
import { createResponse } from "./create-response.ts";
import { OpenItem } from "./open-item.ts";
import { renderLogprobs } from "./render-logprobs.ts";
import { renderUsage } from "./render-usage.ts";

type Ending = Partial<
  Pick<ResponseObject, "completed_at" | "incomplete_details" | "error" | "usage" | "timings" | "hermes">
>;

/** OpenAI's words for failures of a response, by status; all others are the server's fault. */
const FAILURES: Readonly<Record<number, string>> = { 400: "invalid_prompt", 429: "rate_limit_exceeded" };

export interface ResponseWriterOptions {
  readonly id: string;
  readonly echo: RequestEcho;
  readonly thought: ThoughtSettings;
  /** Seconds since 1970. */
  readonly now: () => number;
  /** Makes the id of an item, such as `msg_…`. */
  readonly createId: (prefix: "rs" | "msg" | "fc") => string;
}

/** Spells the parts of one answer as the events of /v1/responses. A whole answer is the response of the last event. */
export class ResponseWriter {
  readonly #options: ResponseWriterOptions;
  readonly #output: OutputItem[] = [];
  readonly #invalidCalls: WireInvalidCall[] = [];
  readonly #diagnostics: DiagnosticPart[] = [];
  #open: OpenItem | null = null;
  #events = 0;
  #response: ResponseObject;

  constructor(options: ResponseWriterOptions) {
    this.#options = options;
    this.#response = createResponse(options.id, options.now(), options.echo);
  }

  /** As it stands: whole behind the finish part. */
  get response(): ResponseObject {
    return this.#response;
  }

  /** The first events, before any part. */
  start(): NumberedEvent[] {
    const response = this.#response;
    return this.#number([
      { type: "response.created", response },
      { type: "response.in_progress", response },
    ]);
  }

  push(part: StreamPart): NumberedEvent[] {
    return this.#number(this.#translate(part));
  }

  /** The answer broke off: the one event that says so. Before the first events there is no response that could fail. */
  fail({ message, facts }: ApiError): NumberedEvent {
    const { status, param = null, code = null } = facts;
    if (this.#events === 0) return this.#number([{ type: "error", message, code: code ?? String(status), param }])[0]!;
    this.#close("incomplete");
    return this.#number(this.#failed(message, FAILURES[status]))[0]!;
  }

  #translate(part: StreamPart): ResponseEvent[] {
    switch (part.type) {
      case "reasoning-delta":
        return this.#options.thought.place === "hidden" ? [] : this.#write("reasoning", part);
      case "reasoning-end":
        return this.#open?.kind === "reasoning" ? this.#close(part.closed ? "completed" : "incomplete") : [];
      case "text-delta":
        return this.#write("message", part);
      case "tool-call":
        return [...this.#close("completed"), ...this.#call(part)];
      case "tool-call-invalid":
        this.#invalidCalls.push(spellInvalidCall(part));
        return [];
      case "finish":
        return [...this.#close(isWhole(part) ? "completed" : "incomplete"), ...this.#finish(part)];
      case "diagnostic":
        this.#diagnostics.push(part);
        return [];
      // Clients refuse events that they do not know, so there is no place for it.
      case "prompt-progress":
        return [];
      default:
        return part satisfies never;
    }
  }

  #write(kind: "reasoning" | "message", part: Extract<StreamPart, { text: string }>): ResponseEvent[] {
    const events: ResponseEvent[] = [];
    if (this.#open?.kind !== kind) {
      events.push(...this.#close("completed"));
      const id = this.#options.createId(kind === "reasoning" ? "rs" : "msg");
      this.#open = new OpenItem(kind, id, this.#output.length);
      events.push(...this.#open.open());
    }
    events.push(this.#open.write(part.text, renderLogprobs(part.logprobs ?? [])));
    return events;
  }

  #close(status: ItemStatus): ResponseEvent[] {
    if (this.#open === null) return [];
    const { events, item } = this.#open.close(status);
    this.#open = null;
    this.#output.push(item);
    return events;
  }

  #call(part: ToolCallPart): ResponseEvent[] {
    const { id: call_id, function: call } = spellCall(part);
    const id = this.#options.createId("fc");
    const item: FunctionCallItem = { type: "function_call", id, status: "completed", call_id, ...call };
    this.#output.push(item);
    return callEvents(item, this.#output.length - 1);
  }

  #finish(part: FinishPart): ResponseEvent[] {
    const { reason, usage, timings } = part;
    const facts: Ending = {
      usage: renderUsage(usage),
      timings: spellTimings(usage, timings),
      hermes: spellNotes(this.#options.thought, part, this.#diagnostics),
    };
    switch (reason) {
      case "stop":
      case "tool-calls":
        return this.#end("completed", { ...facts, completed_at: this.#options.now() });
      case "length":
        return this.#end("incomplete", { ...facts, incomplete_details: { reason: "max_output_tokens" } });
      case "cancelled":
        return this.#failed("The answer was cancelled before its end.");
      default:
        return reason satisfies never;
    }
  }

  #failed(message: string, code = "server_error"): ResponseEvent[] {
    return this.#end("failed", { error: { code, message } });
  }

  #end(status: "completed" | "incomplete" | "failed", ending: Ending): ResponseEvent[] {
    const invalid = this.#invalidCalls.length === 0 ? {} : { invalid_tool_calls: this.#invalidCalls };
    this.#response = { ...this.#response, ...ending, ...invalid, status, output: this.#output };
    return [{ type: `response.${status}`, response: this.#response }];
  }

  #number(events: readonly ResponseEvent[]): NumberedEvent[] {
    return events.map((event) => ({ ...event, sequence_number: this.#events++ }));
  }
}

function isWhole({ reason }: FinishPart): boolean {
  return reason === "stop" || reason === "tool-calls";
}
