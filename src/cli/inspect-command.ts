import type { Command } from "commander";
import {
  type Checkpoint,
  elementCount,
  type GenerationConfig,
  type ModelConfig,
  openCheckpoint,
  readGenerationConfig,
  readModelConfig,
  readQuantizationConfig,
} from "../formats/index.ts";
import type { CacheDtype, ComputeMode } from "../kernels/index.ts";
import { planModel, readMachineMemory } from "../model/index.ts";
import { loadTokenizer, type Tokenizer } from "../tokenizer/index.ts";
import { addEngineOptions } from "./flags.ts";
import { findModelFolder } from "./model-folder.ts";
import { renderPlan } from "./render-plan.ts";
import { type Row, renderBytes, renderCount, renderRows } from "./rows.ts";
import type { Terminal } from "./terminal.ts";

interface InspectFlags {
  readonly plan?: boolean;
  readonly compute?: ComputeMode;
  readonly context?: number;
  readonly cacheDtype?: CacheDtype;
  readonly threads?: number;
}

export function addInspectCommand(program: Command, terminal: Terminal, setExitCode: (code: number) => void): void {
  const command = program
    .command("inspect")
    .description("print what a model folder holds: architecture, sizes, dtypes, memory needed, special tokens")
    .argument("<dir>", "model folder, or nano")
    .option("--plan", "print only what memory the model will need, and end with 1 when it does not fit");
  addEngineOptions(command).action(async (folder: string, { plan, context, ...flags }: InspectFlags) => {
    const path = findModelFolder(folder);
    const { rows, fits } = renderPlan(planModel(path, flags), readMachineMemory(), { contextLength: context });
    terminal.write(renderRows(plan ? rows : [...(await describeFolder(path)), ...rows]));
    if (plan && !fits) setExitCode(1);
  });
}

async function describeFolder(path: string): Promise<Row[]> {
  const config = readModelConfig(path);
  const checkpoint = openCheckpoint(path);
  try {
    const quantization = readQuantizationConfig(path);
    const form = quantization === null ? "none" : `${quantization.method}, scales by ${quantization.strategies}`;
    return [
      ...describeModel(config),
      ...describeWeights(checkpoint),
      ["quantization", form],
      ["sampling", describeSampling(readGenerationConfig(path))],
      ...describeTokens(await loadTokenizer(path)),
    ];
  } finally {
    checkpoint.dispose();
  }
}

function describeModel(config: ModelConfig): Row[] {
  const { layers, hiddenSize, intermediateSize, heads, kvHeads, headDim } = config;
  const scaling =
    config.ropeScaling === null ? "" : `, ${config.ropeScaling.type} scaling by ${config.ropeScaling.factor}`;
  return [
    ["architecture", `${config.modelType}, ${layers} layers, hidden ${hiddenSize}, intermediate ${intermediateSize}`],
    ["attention", `${heads} heads, ${kvHeads} key-value heads, ${headDim} values a head`],
    ["rotary", `theta ${config.ropeTheta}${scaling}`],
    ["context", `${renderCount(config.contextLength)} tokens`],
    [
      "vocabulary",
      `${renderCount(config.vocabularySize)} tokens${config.tiedEmbeddings ? ", tied to the output" : ""}`,
    ],
  ];
}

/** Scales are no parameters of the model, but take memory. */
function describeWeights({ tensors }: Checkpoint): Row[] {
  const views = [...tensors.values()];
  const parameters = views.filter(({ name }) => !/(_scale(_inv|_2)?|\._amax|_zero_point|_g_idx)$/.test(name));
  const byDtype = [...Map.groupBy(views, ({ dtype }) => dtype)];
  return [
    ["parameters", renderCount(sum(parameters.map(({ shape }) => elementCount(shape))))],
    [
      "weights",
      `${renderBytes(sum(views.map(({ byteLength }) => byteLength)))} in ${renderCount(views.length)} tensors`,
    ],
    ...byDtype.map(([dtype, members]): Row => {
      return [
        `  ${dtype}`,
        `${renderBytes(sum(members.map(({ byteLength }) => byteLength)))} in ${renderCount(members.length)} tensors`,
      ];
    }),
  ];
}

function describeSampling({ eosTokenIds, ...settings }: GenerationConfig): string {
  const given = Object.entries(settings).map(([name, value]) => `${name} ${value}`);
  const ends = eosTokenIds.length > 0 ? [`ends at ids ${eosTokenIds.join(", ")}`] : [];
  return [...given, ...ends].join(", ") || "the file gives no defaults";
}

/** Reserved tokens are counted, not listed: Llama 3 has 250 of them. */
function describeTokens(tokenizer: Tokenizer): Row[] {
  const control = [...tokenizer.controlTokens];
  const named = control.filter(([token]) => !/reserved_special_token/.test(token));
  const list = (tokens: readonly (readonly [string, number])[]) =>
    tokens.map(([token, id]) => `${token} ${id}`).join("  ");
  return [
    [
      "control tokens",
      `${list(named)}${named.length < control.length ? `  and ${control.length - named.length} reserved` : ""}`,
    ],
    ["tag tokens", list([...tokenizer.tagTokens]) || "none: tags are plain text"],
  ];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
