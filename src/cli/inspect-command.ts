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
import { loadTokenizer, type Tokenizer } from "../tokenizer/index.ts";
import { findModelFolder } from "./model-folder.ts";
import type { Terminal } from "./terminal.ts";

type Row = readonly [name: string, value: string];

export function addInspectCommand(program: Command, terminal: Terminal): void {
  program
    .command("inspect")
    .description("print what a model folder holds: architecture, sizes, dtypes, memory needed, special tokens")
    .argument("<dir>", "model folder, or nano")
    .action(async (folder: string) => {
      const path = findModelFolder(folder);
      const config = readModelConfig(path);
      const checkpoint = openCheckpoint(path);
      try {
        const quantization = readQuantizationConfig(path);
        const rows = [
          ...describeModel(config),
          ...describeWeights(checkpoint),
          [
            "quantization",
            quantization === null ? "none" : `${quantization.method}, scales by ${quantization.strategies}`,
          ] as const,
          ...describeMemory(config, checkpoint),
          ["sampling", describeSampling(readGenerationConfig(path))] as const,
          ...describeTokens(await loadTokenizer(path)),
        ];
        terminal.write(rows.map(([name, value]) => `${name.padEnd(16)}${value}\n`).join(""));
      } finally {
        checkpoint.dispose();
      }
    });
}

function describeModel(config: ModelConfig): Row[] {
  const { layers, hiddenSize, intermediateSize, heads, kvHeads, headDim } = config;
  const scaling =
    config.ropeScaling === null ? "" : `, ${config.ropeScaling.type} scaling by ${config.ropeScaling.factor}`;
  return [
    ["architecture", `${config.modelType}, ${layers} layers, hidden ${hiddenSize}, intermediate ${intermediateSize}`],
    ["attention", `${heads} heads, ${kvHeads} key-value heads, ${headDim} values a head`],
    ["rotary", `theta ${config.ropeTheta}${scaling}`],
    ["context", `${count(config.contextLength)} tokens`],
    ["vocabulary", `${count(config.vocabularySize)} tokens${config.tiedEmbeddings ? ", tied to the output" : ""}`],
  ];
}

/** Scales are no parameters of the model, but take memory. */
function describeWeights({ tensors }: Checkpoint): Row[] {
  const views = [...tensors.values()];
  const parameters = views.filter(({ name }) => !/_scale(_inv)?$/.test(name));
  const byDtype = [...Map.groupBy(views, ({ dtype }) => dtype)];
  return [
    ["parameters", count(sum(parameters.map(({ shape }) => elementCount(shape))))],
    ["weights", `${bytes(sum(views.map(({ byteLength }) => byteLength)))} in ${count(views.length)} tensors`],
    ...byDtype.map(([dtype, members]): Row => {
      return [
        `  ${dtype}`,
        `${bytes(sum(members.map(({ byteLength }) => byteLength)))} in ${count(members.length)} tensors`,
      ];
    }),
  ];
}

/** The engine keeps keys and values as float32: 4 bytes a value, two tensors a layer. */
function describeMemory({ layers, kvHeads, headDim, contextLength }: ModelConfig, { tensors }: Checkpoint): Row[] {
  const weightBytes = sum([...tensors.values()].map(({ byteLength }) => byteLength));
  const perToken = 2 * layers * kvHeads * headDim * 4;
  const whole = perToken * contextLength;
  return [
    ["key-value cache", `${bytes(perToken)} a token, ${bytes(whole)} for the whole context`],
    ["memory needed", `${bytes(weightBytes + whole)}: weights as stored and a full cache`],
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

function count(value: number): string {
  return value.toLocaleString("en-US");
}

/** Decimal units. */
function bytes(length: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, length)) / 3));
  return power === 0 ? `${length} bytes` : `${(length / 1000 ** power).toFixed(1)} ${units[power]}`;
}
