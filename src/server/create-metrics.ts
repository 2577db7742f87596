import { Counter, type CounterConfiguration, Gauge, Histogram, Registry } from "prom-client";
import type { FinishReason } from "../chat/index.ts";
import type { EngineStats } from "../hermes.ts";
import type { ModelState } from "./contract.ts";
import { registerGrammarMetrics } from "./grammar-metrics.ts";
import type { AnswerMetrics, ServerMetrics } from "./metrics.ts";

/** What is looked at when somebody asks for the figures. */
export interface MetricsSource {
  readonly state: ModelState;
  /** Answers that wait for a place. */
  readonly waiting: number;
}

/** Why an answer ended, in the words that dashboards of vLLM know, and two more. */
const reasons: Readonly<Record<FinishReason | "error", string>> = {
  stop: "stop",
  length: "length",
  cancelled: "abort",
  "tool-calls": "tool_calls",
  error: "error",
};

const firstTokenSeconds = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 60, 120, 300];
const tokenSeconds = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5];
const answerSeconds = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 60, 120, 300, 600, 1800];

const nothing: AnswerMetrics = { tokensArrived() {}, finished() {} };

/** Counts nothing. */
export const noMetrics: ServerMetrics = {
  answerStarted: () => nothing,
  render: async () => "",
  contentType: Registry.PROMETHEUS_CONTENT_TYPE,
};

/** Counts answers, under the names that dashboards of vLLM read where there are such. */
export function createMetrics(source: MetricsSource): ServerMetrics {
  const registry = new Registry();
  const instruments = createInstruments(registry);
  let running = 0;
  registerGauges(registry, source, () => running);
  return {
    contentType: registry.contentType,
    answerStarted() {
      running++;
      return watchAnswer(instruments, () => running--);
    },
    render() {
      const { state } = source;
      if (state.status === "ready") registry.setDefaultLabels({ model_name: state.hermes.modelId });
      return registry.metrics();
    },
  };
}

type Instruments = ReturnType<typeof createInstruments>;

function createInstruments(registry: Registry) {
  const registers = [registry];
  const counter = (name: string, help: string) => new Counter({ name, help, registers });
  const histogram = (name: string, help: string, buckets: number[]) =>
    new Histogram({ name, help, buckets, registers });
  return {
    firstToken: histogram("vllm:time_to_first_token_seconds", "From a place to the first token.", firstTokenSeconds),
    betweenTokens: histogram("vllm:inter_token_latency_seconds", "Between tokens of an answer.", tokenSeconds),
    wholeAnswer: histogram("vllm:e2e_request_latency_seconds", "From a place to the last token.", answerSeconds),
    promptTokens: counter("vllm:prompt_tokens_total", "Tokens of prompts."),
    answerTokens: counter("vllm:generation_tokens_total", "Tokens of answers, thoughts included."),
    reasoningTokens: counter("hermes:reasoning_tokens_total", "Tokens of thoughts."),
    budgetExhausted: counter("hermes:budget_exhausted_total", "Thoughts that their budget closed."),
    cacheQueries: counter("vllm:prefix_cache_queries_total", "Tokens of prompts that were looked for in the cache."),
    cacheHits: counter("vllm:prefix_cache_hits_total", "Tokens of prompts that were found computed."),
    finished: new Counter({
      name: "vllm:request_success_total",
      help: "Answers by the reason of their end.",
      labelNames: ["finished_reason"],
      registers,
    }),
  };
}

// tokensArrived runs once a token of every answer.
function watchAnswer(instruments: Instruments, ended: () => void): AnswerMetrics {
  const start = performance.now();
  let last = 0;
  let over = false;
  return {
    tokensArrived(count) {
      const now = performance.now();
      if (last === 0) instruments.firstToken.observe((now - start) / 1000);
      else for (let token = 0; token < count; token++) instruments.betweenTokens.observe((now - last) / 1000 / count);
      last = now;
    },
    finished(reason, usage, _timings, budgetReached) {
      if (over) return;
      over = true;
      ended();
      instruments.wholeAnswer.observe((performance.now() - start) / 1000);
      instruments.finished.inc({ finished_reason: reasons[reason] });
      if (budgetReached) instruments.budgetExhausted.inc();
      if (usage === null) return;
      instruments.promptTokens.inc(usage.promptTokens);
      instruments.answerTokens.inc(usage.completionTokens);
      instruments.reasoningTokens.inc(usage.reasoningTokens);
      instruments.cacheQueries.inc(usage.promptTokens);
      instruments.cacheHits.inc(usage.cachedTokens);
    },
  };
}

function registerGauges(registry: Registry, source: MetricsSource, running: () => number): void {
  const registers = [registry];
  const stats = (): EngineStats | null => (source.state.status === "ready" ? source.state.hermes.stats() : null);
  const gauge = (name: string, help: string, read: (stats: EngineStats | null) => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect: function () {
        this.set(read(stats()));
      },
    });
  const counter = (name: string, help: string, read: (stats: EngineStats | null) => number) => {
    const collect: CounterConfiguration<string>["collect"] = function (this: Counter) {
      this.reset();
      this.inc(read(stats()));
    };
    return new Counter({ name, help, registers, collect });
  };
  gauge("vllm:num_requests_running", "Answers that are computed.", (engine) => engine?.running ?? running());
  gauge("vllm:num_requests_waiting", "Answers that wait.", (engine) => (engine?.waiting ?? 0) + source.waiting);
  gauge("vllm:kv_cache_usage_perc", "Share of the key-value cache in use, 1 for all.", (engine) =>
    engine === null ? 0 : engine.blocksUsed / (engine.blocksUsed + engine.blocksCached + engine.blocksFree),
  );
  registerGrammarMetrics(registry, () => (source.state.status === "ready" ? source.state.hermes.grammarStats() : null));
  counter("vllm:num_preemptions_total", "Answers put back to make room.", (engine) => engine?.preemptions ?? 0);
  counter("vllm:spec_decode_num_draft_tokens_total", "Guessed tokens.", (engine) => engine?.draftedTokens ?? 0);
  counter("vllm:spec_decode_num_accepted_tokens_total", "Guesses kept.", (engine) => engine?.acceptedTokens ?? 0);
}
