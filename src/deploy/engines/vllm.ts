import { type Flag, type LeftOut, machineEnvironment } from "../deployment-plan.ts";
import { MOST_ANSWERS, STEP_TOKENS } from "../memory-estimate.ts";
import { type Engine, type EngineInput, flag } from "./engine.ts";
import { identityFlags, leftOutEverywhere, noReasoningParser, parallelFlags } from "./shared-flags.ts";

/** Leaves a tenth of a GPU to other processes and to what is allocated outside of the engine's count. */
const SHARE = 0.9;
const PORT = 8000;
/** What the card of Hermes 4 recommends. */
const CARD_SAMPLING = '{"temperature": 0.6, "top_p": 0.95, "top_k": 20}';

/** `vllm serve`, with its options as documented in 2026. */
export const vllm: Engine = {
  title: "vLLM",
  image: "vllm/vllm-openai:latest",
  port: PORT,
  memoryRule: { shareHoldsWorking: true, fraction: () => SHARE },
  program: ["vllm", "serve"],
  modelArguments: (model) => [model],
  flags: (input) => [
    ...identityFlags(input, "vLLM", PORT),
    ...parallel(input),
    ...memory(input),
    ...tools,
    ...reasoning(input),
    ...prompts(input),
  ],
  leftOut: ({ request }): LeftOut[] => [
    ...(request.reasoning === "text" ? [{ name: "--reasoning-parser", reason: noReasoningParser(parsers) }] : []),
    ...leftOutEverywhere,
  ],
};

const parsers =
  "deepseek_r1 always; qwen3 unless enable_thinking is false, while the switch of Hermes is called thinking";

function parallel(input: EngineInput): Flag[] {
  const master = { environment: machineEnvironment.master };
  const flags = parallelFlags(input, {
    name: "--master-addr",
    values: [master],
    reason: "Address of the machine of rank 0.",
  });
  if (input.parallelism.pipeline === 1) return flags;
  const reason = "The other machines compute and answer nobody.";
  return [...flags, { name: "--headless", values: [], reason, followersOnly: true }];
}

function memory({ contextLength, contextReason }: EngineInput): Flag[] {
  return [
    flag("--max-model-len", contextLength, contextReason),
    flag("--gpu-memory-utilization", SHARE, "Share of each GPU for weights, working memory and cache together."),
    flag(
      "--max-num-batched-tokens",
      STEP_TOKENS,
      "Most tokens of a step; the estimate of the working memory rests on it.",
    ),
    flag("--max-num-seqs", MOST_ANSWERS, "Most answers at once; likewise."),
    flag("--enable-prefix-caching", null, "Turns of a conversation share their beginning; it is computed once."),
    flag("--enable-prompt-tokens-details", null, "Usage then says how many tokens came from that cache."),
  ];
}

const tools: readonly Flag[] = [
  flag("--enable-auto-tool-choice", null, "Without it, chat requests with tools are refused."),
  flag(
    "--tool-call-parser",
    "hermes",
    "Reads <tool_call>{…}</tool_call> for clients of the chat route. Text behind a call is lost, and one bad call makes all of them text; hermes run reads the text itself and loses neither.",
  ),
];

function reasoning({ request }: EngineInput): Flag[] {
  if (request.reasoning === "text") return [];
  const reason =
    'The parser that reads the switch of Hermes: with chat_template_kwargs {"thinking": true} the thought goes to a field of its own, without it the text is left alone. The price: with the switch on, an answer without any thought comes as a thought, and a tokenizer without <think> and </think> as tokens makes such requests fail.';
  return [flag("--reasoning-parser", "deepseek_v3", reason)];
}

function prompts({ request }: EngineInput): Flag[] {
  const override = flag(
    "--override-generation-config",
    CARD_SAMPLING,
    "This model's generation_config.json names no sampling: the values of the Hermes 4 card.",
  );
  return [
    flag(
      "--chat-template-content-format",
      "string",
      "The template prints content as it is, so lists of parts have to be joined before.",
    ),
    flag(
      "--generation-config",
      "auto",
      "Sampling that a request leaves out comes from the model's generation_config.json.",
    ),
    ...(request.model.namesSampling === false ? [override] : []),
  ];
}
