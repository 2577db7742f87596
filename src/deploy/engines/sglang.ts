import { type Flag, type LeftOut, MEETING_PORT, machineEnvironment } from "../deployment-plan.ts";
import { MOST_ANSWERS, STEP_TOKENS } from "../memory-estimate.ts";
import { type Engine, type EngineInput, flag } from "./engine.ts";
import { identityFlags, leftOutEverywhere, noReasoningParser, parallelFlags } from "./shared-flags.ts";

/** SGLang's share is for weights and cache alone; working memory needs the rest, also where there is much of it. */
const MOST_SHARE = 0.9;
const PORT = 30_000;

/** `python3 -m sglang.launch_server`, with its options as documented in 2026. */
export const sglang: Engine = {
  title: "SGLang",
  image: "lmsysorg/sglang:latest",
  port: PORT,
  memoryRule: { shareHoldsWorking: false, fraction: staticShare },
  program: ["python3", "-m", "sglang.launch_server"],
  modelArguments: (model) => ["--model-path", model],
  flags: (input) => [
    ...identityFlags(input, "SGLang", PORT),
    ...parallelFlags(input, meeting),
    ...memory(input),
    toolCalls,
    ...reasoning(input),
    flag(
      "--sampling-defaults",
      "model",
      "Sampling that a request leaves out comes from the model's generation_config.json.",
    ),
  ],
  leftOut: ({ request }): LeftOut[] => [
    ...(request.reasoning === "text" ? [{ name: "--reasoning-parser", reason: noReasoningParser(parsers) }] : []),
    {
      name: "--disable-radix-cache",
      reason: "Prefix caching is on by itself: turns of a conversation share their beginning, which is computed once.",
    },
    ...leftOutEverywhere,
  ],
};

const parsers =
  "deepseek-r1 always; qwen3 in most releases unless enable_thinking is false, while the switch of Hermes is called thinking";

const meeting: Flag = {
  name: "--dist-init-addr",
  values: [{ environment: machineEnvironment.master, suffix: `:${MEETING_PORT}` }],
  reason: "Address of the machine of rank 0, with a free port.",
};

/** What is left beside the working memory, in whole hundredths. */
function staticShare(gpuBytes: number, workingBytes: number): number {
  const rest = Math.floor((100 * (gpuBytes - workingBytes)) / gpuBytes) / 100;
  return Math.max(0, Math.min(MOST_SHARE, rest));
}

function memory({ memory: { fraction }, contextLength, contextReason }: EngineInput): Flag[] {
  return [
    flag("--context-length", contextLength, contextReason),
    flag("--mem-fraction-static", fraction, "Share of each GPU for weights and cache; the rest is working memory."),
    flag(
      "--chunked-prefill-size",
      STEP_TOKENS,
      "Most prompt tokens of a step; the estimate of the working memory rests on it.",
    ),
    flag("--max-running-requests", MOST_ANSWERS, "Most answers at once; likewise."),
    flag("--enable-cache-report", null, "Usage then says how many tokens came from the prefix cache."),
  ];
}

const toolCalls = flag(
  "--tool-call-parser",
  "qwen25",
  "The parser of <tool_call>\\n{…}\\n</tool_call>, the form of Hermes, in every release; newer ones have hermes as well. Calls of unknown tools and text behind a call are lost; hermes run reads the text itself and loses neither.",
);

function reasoning({ request }: EngineInput): Flag[] {
  if (request.reasoning === "text") return [];
  const reason =
    'The parser that reads the switch of Hermes: with chat_template_kwargs {"thinking": true} everything up to </think> is a thought, without it only what stands behind a <think>. The price: with the switch on, an answer without any thought comes as a thought.';
  return [flag("--reasoning-parser", "deepseek-v3", reason)];
}
