import type { StreamPart } from "../../../chat/index.ts";
import type {
  FunctionCallItem,
  ItemStatus,
  NumberedEvent,
  OutputItem,
  RequestEcho,
  ResponseEvent,
  ResponseObject,
} from "../wire.ts";
import { OpenItem } from "./open-item.ts";
import { renderLogprobs } from "./render-logprobs.ts";
import { renderUsage } from "./render-usage.ts";

type FinishPart = Extract<StreamPart, { type: "finish" }>;
type ToolCallPart = Extract<StreamPart, { type: "tool-call" }>;
type Ending = Partial<Pick<ResponseObject, "completed_at" | "incomplete_details" | "error" | "usage">>;

export interface ResponseWriterOptions {
  readonly id: string;
  readonly echo: RequestEcho;
  /** Whether thoughts are shown. */
  readonly showsReasoning: boolean;
  /** Seconds since 1970. */
  readonly now: () => number;
  /** Makes the id of an item, such as `msg_…`. */
  readonly createId: (prefix: "rs" | "msg" | "fc") => string;
}

/** Spells the parts of one answer as the events of /v1/responses. A whole answer is the response of the last event. */
export class ResponseWriter {
  readonly #options: ResponseWriterOptions;
  readonly #output: OutputItem[] = [];
  readonly #invalidCalls: { raw: string; reason: string }[] = [];
  #open: OpenItem | null = null;
  #events = 0;
  #response: ResponseObject;

  constructor(options: ResponseWriterOptions) {
    this.#options = options;
    this.#response = {
      id: options.id,
      object: "response",
      created_at: options.now(),
      completed_at: null,
      status: "in_progress",
      error: null,
      incomplete_details: null,
      ...options.echo,
      output: [],
      usage: null,
      background: false,
      previous_response_id: null,
      service_tier: "default",
      store: false,
      truncation: "disabled",
    };
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

  /** The answer broke off. */
  fail(message: string): NumberedEvent[] {
    return this.#number([...this.#close("incomplete"), ...this.#failed(message)]);
  }

  #translate(part: StreamPart): ResponseEvent[] {
    switch (part.type) {
      case "reasoning-delta":
        return this.#options.showsReasoning ? this.#write("reasoning", part) : [];
      case "reasoning-end":
        return this.#open?.kind === "reasoning" ? this.#close(part.closed ? "completed" : "incomplete") : [];
      case "text-delta":
        return this.#write("message", part);
      case "tool-call":
        return [...this.#close("completed"), ...this.#call(part)];
      case "tool-call-invalid":
        this.#invalidCalls.push({ raw: part.raw, reason: part.reason });
        return [];
      case "finish":
        return [...this.#close(isWhole(part) ? "completed" : "incomplete"), ...this.#finish(part)];
      // Clients refuse events that they do not know, so there is no place for these.
      case "prompt-progress":
      case "diagnostic":
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

  /** A call comes whole, and so all its events at once. */
  #call({ id: callId, name, arguments: json }: ToolCallPart): ResponseEvent[] {
    const output_index = this.#output.length;
    const id = this.#options.createId("fc");
    const item: FunctionCallItem = {
      type: "function_call",
      id,
      status: "completed",
      call_id: callId,
      name,
      arguments: json,
    };
    this.#output.push(item);
    return [
      { type: "response.output_item.added", output_index, item: { ...item, status: "in_progress", arguments: "" } },
      { type: "response.function_call_arguments.delta", item_id: id, output_index, delta: json },
      { type: "response.function_call_arguments.done", item_id: id, output_index, name, arguments: json },
      { type: "response.output_item.done", output_index, item },
    ];
  }

  #finish({ reason, usage }: FinishPart): ResponseEvent[] {
    switch (reason) {
      case "stop":
      case "tool-calls":
        return this.#end("completed", { usage: renderUsage(usage), completed_at: this.#options.now() });
      case "length": {
        const incomplete_details = { reason: "max_output_tokens" as const };
        return this.#end("incomplete", { usage: renderUsage(usage), incomplete_details });
      }
      case "cancelled":
        return this.#failed("The answer was cancelled before its end.");
      default:
        return reason satisfies never;
    }
  }

  #failed(message: string): ResponseEvent[] {
    return this.#end("failed", { error: { code: "server_error", message } });
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
