/** For tests: a task of small questions with known answers, and a model that answers by a script. */
import type { StreamPart } from "../../chat/index.ts";
import type { Environment, SamplingDefaults, Score } from "../../environments/index.ts";
import type { ChatRequest } from "../../hermes.ts";
import type { EvaluatedModel } from "../run/evaluated-model.ts";
import type { EvaluationPlan, PlannedTask } from "../run/plan.ts";

export const sampling: SamplingDefaults = {
  temperature: 0.6,
  topP: 0.95,
  topK: 20,
  maxTokens: 100,
  contextLength: null,
  nSamples: 1,
  groupSize: 8,
};

/** Asks "double 7?"; "14" is right. Odd and even numbers are categories. */
export function doubling(changes: Partial<Environment<number>> = {}): Environment {
  const environment: Environment<number> = {
    id: "doubling",
    version: "1",
    defaults: sampling,
    items: () => [],
    itemId: (item) => `n${item}`,
    category: (item) => (item % 2 === 0 ? "even" : "odd"),
    prompt: (item, mode) => ({
      messages: [{ role: "user", content: `double ${item}?` }],
      thinking: mode === "reasoning",
    }),
    score: (item, { completion }) => scoreOf(completion, String(2 * item)),
    demonstrate: (item) => String(2 * item),
    ...changes,
  };
  return environment as Environment;
}

function scoreOf(completion: string, gold: string): Score {
  const value = completion === gold ? 1 : 0;
  const extracted = { text: completion, start: 0, end: completion.length, method: "whole" };
  return { value, correct: value === 1, extracted, rejected: [] };
}

export function plannedTask(environment: Environment, count: number, samples = 1): PlannedTask {
  const { id, version, defaults } = environment;
  const config = { id, version, sampling: defaults, samples, limit: null, data: [] };
  return { environment, config, overrides: {}, items: Array.from({ length: count }, (_, index) => index) };
}

export function planOf(task: PlannedTask, modes: EvaluationPlan["modes"] = ["plain"]): EvaluationPlan {
  return { tasks: [task], modes, seed: 1 };
}

/** What a scripted model says to a question; throws what should fail. */
export type Say = (
  question: string,
  request: ChatRequest,
  call: number,
) => Promise<string | StreamPart> | string | StreamPart;

export class ScriptedModel implements EvaluatedModel {
  readonly contextLength = 8192;
  readonly requests: ChatRequest[] = [];
  running = 0;
  mostRunning = 0;
  readonly #say: Say;

  constructor(say: Say = rightAnswer) {
    this.#say = say;
  }

  async countPromptTokens(): Promise<number> {
    return 10;
  }

  async *stream(request: ChatRequest): AsyncGenerator<StreamPart> {
    this.requests.push(request);
    this.mostRunning = Math.max(this.mostRunning, ++this.running);
    try {
      const said = await this.#say(String(request.messages.at(-1)?.content), request, this.requests.length);
      yield typeof said === "string" ? finish(said) : said;
    } finally {
      this.running--;
    }
  }
}

export function rightAnswer(question: string): string {
  return String(2 * numberIn(question));
}

export function numberIn(question: string): number {
  return Number(/\d+/.exec(question)?.[0]);
}

export function finish(raw: string, reason: "stop" | "length" = "stop"): StreamPart {
  return {
    type: "finish",
    reason,
    usage: { promptTokens: 10, completionTokens: raw.length, reasoningTokens: 0, cachedTokens: 0 },
    timings: { promptMs: 1, decodeMs: 1 },
    thinkingBudgetReached: false,
    stoppedBy: null,
    raw,
  };
}
