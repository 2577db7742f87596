import type { AnswerEvent } from "../api/answer-event.ts";
import type { RunningState } from "../contract.ts";
import type { AnswerError, AnswerFinish, AnswerStatus, AssistantNode, ToolCallRecord } from "../model.ts";
import { AnswerTimer } from "./answer-timer.ts";
import { RateMeter } from "./rate-meter.ts";
import { StepBuilder } from "./step-builder.ts";

type ToolEvent = Extract<AnswerEvent, { callId: string } | { type: "approval-answer" }>;
type PieceEvent = Extract<
  AnswerEvent,
  { type: "reasoning-delta" | "reasoning-end" | "text-delta" | "call-delta" | "call-invalid" }
>;

/** How an answer ended. */
export type AnswerEnd =
  | { readonly status: "done" | "stopped" }
  | { readonly status: "failed"; readonly error: AnswerError };

/** Folds the events of an answer; what it has so far can be had at any time as a message and as a running state. */
export class AnswerBuilder {
  /** What the control route knows the answer by; null until the server told. */
  answerId: string | null = null;
  /** The user asked to end the thought. */
  thoughtEndAsked = false;
  readonly #empty: AssistantNode;
  readonly #now: () => number;
  readonly #timer: AnswerTimer;
  readonly #rate = new RateMeter();
  readonly #steps: StepBuilder[] = [];
  #phase: RunningState["phase"] = "sending";
  #promptProgress: RunningState["promptProgress"] = null;
  #pieces = 0;
  #model: string | null = null;
  #finish: AnswerFinish | null = null;

  /** `empty` is the message before anything came. */
  constructor(empty: AssistantNode, now: () => number) {
    this.#empty = empty;
    this.#now = now;
    this.#timer = new AnswerTimer(now());
  }

  accept(event: AnswerEvent): void {
    switch (event.type) {
      case "start":
        this.answerId = event.id;
        this.#model = event.model;
        return;
      case "prompt-progress":
        this.#phase = "prompt";
        this.#promptProgress = { processed: event.processed, total: event.total };
        return;
      case "step-start":
        this.#phase = "prompt";
        this.#promptProgress = null;
        this.#steps.push(new StepBuilder());
        return;
      case "step-finish":
        this.#step.endThought(false, this.#now());
        this.#finish = event.reason;
        if (event.reason === "tool-calls") this.#phase = "tools";
        return;
      case "usage":
        this.#timer.usage(event.usage, event.decodeMs);
        this.#step.setThoughtTokens(event.usage.reasoningTokens);
        this.#rate.restart();
        return;
      case "finish":
        this.#finish = event.reason ?? this.#finish;
        return;
      default:
        if ("callId" in event || event.type === "approval-answer") this.#acceptTool(event);
        else this.#acceptPiece(event);
    }
  }

  /** The message as it stands. */
  node(): AssistantNode {
    return this.#build(this.#pieces === 0 && this.#steps.length === 0 ? "waiting" : "running", null);
  }

  /** The message as it stays; calls that wait are cancelled. */
  end(end: AnswerEnd): AssistantNode {
    const result = { outcome: "cancelled", content: "", elapsedMs: 0 } as const;
    for (const step of this.#steps) {
      step.endThought(false, this.#now());
      step.changeCalls((call) => call.result === null, { state: "finished", approvalId: null, result });
    }
    if (end.status === "stopped") this.#finish = "cancelled";
    return this.#build(end.status, end.status === "failed" ? end.error : null);
  }

  running(): RunningState {
    return {
      node: this.#empty.id,
      phase: this.#phase,
      promptProgress: this.#promptProgress,
      tokens: this.#pieces,
      tokensPerSecond: this.#rate.perSecond,
      canEndThought: this.#phase === "thinking" && this.answerId !== null && !this.thoughtEndAsked,
    };
  }

  get #step(): StepBuilder {
    if (this.#steps.length === 0) this.#steps.push(new StepBuilder());
    return this.#steps.at(-1)!;
  }

  #acceptPiece(event: PieceEvent): void {
    const now = this.#now();
    if (event.type === "reasoning-end") {
      this.#step.endThought(event.closed, now);
      this.#phase = "answering";
      return;
    }
    this.#pieces++;
    this.#rate.add(now);
    this.#timer.piece(now);
    this.#promptProgress = null;
    this.#phase = event.type === "reasoning-delta" ? "thinking" : "answering";
    if (event.type === "reasoning-delta") this.#step.addThought(event.text, now);
    else if (event.type === "text-delta") this.#step.addText(event.text);
    else if (event.type === "call-delta") this.#step.addCall(event);
    else this.#step.addInvalidCall(event);
  }

  #acceptTool(event: ToolEvent): void {
    const step = this.#step;
    switch (event.type) {
      case "approval-request": {
        const { approvalId, source } = event;
        step.changeCalls(({ id }) => id === event.callId, { state: "waiting-for-user", approvalId, source });
        this.#phase = "approval";
        return;
      }
      case "approval-answer":
        step.changeCalls(({ approvalId }) => approvalId === event.approvalId, { state: "pending", approvalId: null });
        break;
      case "tool-start":
        step.changeCalls(({ id }) => id === event.callId, { state: "running", source: event.source });
        break;
      case "tool-result": {
        const { outcome, content, elapsedMs } = event;
        const finished = { state: "finished", approvalId: null, result: { outcome, content, elapsedMs } } as const;
        step.changeCalls(({ id, result }) => id === event.callId && result === null, finished);
      }
    }
    const waits = ({ state }: ToolCallRecord) => state === "waiting-for-user";
    this.#phase = step.build(this.#now()).calls.some(waits) ? "approval" : "tools";
  }

  #build(status: AnswerStatus, error: AnswerError | null): AssistantNode {
    const now = this.#now();
    const ended = status !== "waiting" && status !== "running";
    return {
      ...this.#empty,
      steps: this.#steps.map((step) => step.build(now)),
      status,
      error,
      finishReason: ended ? this.#finish : null,
      usage: this.#timer.sum,
      timings: ended ? this.#timer.build(now) : null,
      model: this.#model ?? this.#empty.model,
    };
  }
}
