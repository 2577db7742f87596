import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openCheckpoint, readFloats, readGenerationConfig, readModelConfig } from "../formats/index.ts";
import { createReferenceBackend } from "../kernels/index.ts";
import { loadModel } from "../model/index.ts";
import { loadTokenizer } from "../tokenizer/index.ts";
import { exportModel } from "./export.ts";
import { roundAsExported } from "./export-rounding.ts";
import { modelPresets } from "./model-config.ts";
import { createParameterTable } from "./parameters.ts";
import { createRandomSource } from "./random.ts";
import { parameterView } from "./replica.ts";
import { evaluateRow } from "./replica-steps.ts";
import { joinSamples } from "./row.ts";
import { createReferenceReplica } from "./test-reference-replica.ts";
import { trainBpe } from "./tokenizer/index.ts";

const config = { ...modelPresets.tiny!, vocabularySize: 320 };
const table = createParameterTable(config);
const root = mkdtempSync(join(tmpdir(), "hermes-export-"));
const folder = join(root, "model");
const random = createRandomSource(8);
const weights = Float32Array.from({ length: table.count }, () => Math.fround(0.3 * random.normal()));
const template = join(root, "template.jinja");

beforeAll(async () => {
  const { tokenizer, config: tokenizerConfig } = trainBpe({ texts: ["1 2"], vocabularySize: 320, contextLength: 4096 });
  writeFileSync(join(root, "tokenizer.json"), JSON.stringify(tokenizer));
  writeFileSync(join(root, "tokenizer_config.json"), JSON.stringify(tokenizerConfig));
  writeFileSync(template, "{{ messages }}", { mode: 0o444 });
  const names = ["tokenizer.json", "tokenizer_config.json"];
  const files = [
    ...names.map((name) => ({ name, path: join(root, name) })),
    { name: "chat_template.jinja", path: template },
  ];
  const options = { folder, config, table, weights, tokenizer: await loadTokenizer(root), files };
  await exportModel(options);
  // Once more over itself: nothing may be in the way.
  await exportModel(options);
});
afterAll(() => rmSync(root, { recursive: true }));

describe("exported model", () => {
  test("has the layout of the 70B FP8: float8 projections with a bfloat16 scale a row, bfloat16 elsewhere", () => {
    const checkpoint = openCheckpoint(folder);
    const layout = (name: string) => {
      const tensor = checkpoint.tensors.get(name);
      return tensor && `${tensor.dtype} ${tensor.shape.join("x")}`;
    };
    const prefix = "model.layers.1.";
    expect(layout(`${prefix}self_attn.k_proj.weight`)).toBe("F8_E4M3 16x32");
    expect(layout(`${prefix}self_attn.k_proj.weight_scale`)).toBe("BF16 16x1");
    expect(layout(`${prefix}mlp.down_proj.weight`)).toBe("F8_E4M3 32x64");
    expect(layout(`${prefix}input_layernorm.weight`)).toBe("BF16 32");
    expect(layout("model.embed_tokens.weight")).toBe("BF16 320x32");
    expect(layout("lm_head.weight")).toBeUndefined();
    expect(checkpoint.tensors.size).toBe(1 + 2 * (7 * 2 + 2) + 1);
    checkpoint.dispose();
  });

  test("its configuration reads back as what was trained", async () => {
    const read = readModelConfig(folder);
    const { hiddenSize, layers, heads, kvHeads, headDim, intermediateSize, vocabularySize, contextLength } = config;
    expect(read).toMatchObject({
      hiddenSize,
      layers,
      heads,
      kvHeads,
      headDim,
      intermediateSize,
      vocabularySize,
      contextLength,
    });
    expect(read).toMatchObject({ tiedEmbeddings: true, rmsNormEpsilon: config.normEpsilon });
    const tokenizer = await loadTokenizer(folder);
    expect(read.eosTokenIds).toEqual([tokenizer.idOf("<|eot_id|>")]);
    expect(readGenerationConfig(folder)).toMatchObject({ temperature: 0.6, topP: 0.95, topK: 20 });
    expect(readFileSync(join(folder, "chat_template.jinja"), "utf8")).toBe("{{ messages }}");
  });

  test("holds exactly the values roundAsExported gives, each within 7 % of the trained row's largest", () => {
    const rounded = weights.slice();
    roundAsExported(rounded, table);
    const checkpoint = openCheckpoint(folder);
    for (const { name, kind, rows, columns, offset } of table.parameters) {
      const stored = readFloats(checkpoint.tensors.get(name)!);
      const scales = kind === "projection" ? readFloats(checkpoint.tensors.get(`${name}_scale`)!) : null;
      const values = stored.map((value, i) => value * (scales?.[Math.floor(i / columns)] ?? 1));
      expect(values, name).toEqual(rounded.slice(offset, offset + rows * columns));
    }
    const error = rounded.reduce((worst, value, i) => Math.max(worst, Math.abs(value - weights[i]!)), 0);
    expect(error).toBeLessThan(0.07);
    checkpoint.dispose();
  });

  test("is computed by the inference engine as the trainer computes it", async () => {
    const tokens = Int32Array.from({ length: 40 }, (_, i) => (i * 37) % config.vocabularySize);
    const replica = createReferenceReplica(config, tokens.length);
    const rounded = weights.slice();
    roundAsExported(rounded, table);
    parameterView(replica, "weights").set(rounded);
    const [sample] = evaluateRow(replica, joinSamples([{ tokens, labels: tokens, kind: "any" }]));
    const backend = createReferenceBackend();
    const model = await loadModel(folder, backend);
    const blocks = Uint32Array.from({ length: model.cache.blocks }, (_, i) => i);
    const logits = await model.step([{ tokens: Uint32Array.from(tokens), past: 0, blocks, logits: "all" }]);
    let loss = 0;
    for (let i = 0; i + 1 < tokens.length; i++) {
      const row = logits.subarray(i * config.vocabularySize, (i + 1) * config.vocabularySize);
      const highest = Math.max(...row);
      const sum = row.reduce((total, logit) => total + Math.exp(logit - highest), 0);
      loss += Math.log(sum) + highest - row[tokens[i + 1]!]!;
    }
    expect(Math.abs(loss / sample!.loss - 1)).toBeLessThan(1e-5);
    await model.dispose();
    await backend.dispose();
  });
});
