/**
 * `npm run bench:compare`: this project and llama.cpp (through node-llama-cpp) on the same weights, one byte a weight, the same
 * threads, each in fresh processes by turns. Checks first that both compute the same; one JSON line last.
 */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { renderBenchTable } from "../../src/cli/bench-report.ts";
import { readModelConfig } from "../../src/formats/index.ts";
import { makeGguf } from "../../tools/make-gguf/make-gguf.ts";
import { buildPackage } from "../build-package.ts";
import { ensureCheckpoint } from "../checkpoints.ts";
import { runChild } from "../child.ts";
import { describeMachine, printMachine } from "../machine.ts";
import type { CaseResult, MeasureInput } from "../measure-case.ts";
import { judgeRounds, LONG_PROMPT_TOKENS, PREFILL_TOKENS, renderFigure, STREAMS } from "./figures.ts";
import { installPeer, PEER } from "./install-peer.ts";
import type { PeerInput, PeerResult } from "./measure-peer.ts";
import { type CompareOptions, readOptions } from "./options.ts";
import { checkNano, checkShape } from "./same-model.ts";

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** The checkpoint of a shape as Q8_0, made once. */
function ensureGguf(name: string, folder: string): string {
  const file = fileURLToPath(new URL(`../../build/bench/${name}-Q8_0.gguf`, import.meta.url));
  if (!existsSync(file)) {
    print(`writing ${file} …`);
    makeGguf({ folder, file, type: "Q8_0" });
  }
  return file;
}

async function runRounds(options: CompareOptions, folder: string, file: string, module: string) {
  const { rounds, threads, decodeTokens } = options;
  const input: MeasureInput = {
    ...{ packageUrl: buildPackage(), folder, threads, decodeTokens, rounds: 1 },
    promptTokens: [PREFILL_TOKENS, LONG_PROMPT_TOKENS],
    streams: STREAMS,
  };
  const { vocabularySize } = readModelConfig(folder);
  const peerInput: PeerInput = {
    ...{ module, file, threads, vocabularySize, decodeTokens },
    promptTokens: PREFILL_TOKENS,
    streams: STREAMS,
  };
  const ours: CaseResult[] = [];
  const peer: PeerResult[] = [];
  const turns = [
    async () => void ours.push(await runChild<CaseResult>("./measure-case.ts", input)),
    async () => void peer.push(await runChild<PeerResult>("./compare/measure-peer.ts", peerInput)),
  ];
  for (let round = 0; round < rounds; round++) {
    // By turns, so that a machine that warms up or fills helps neither.
    for (const turn of round % 2 === 0 ? turns : turns.toReversed()) await turn();
    print(renderRound(round, ours.at(-1)!, peer.at(-1)!));
  }
  return { ours, peer };
}

function renderRound(round: number, ours: CaseResult, peer: PeerResult): string {
  const rows = [
    ["prefill", ours.prompts.get(PREFILL_TOKENS)!.tokensPerSecond, peer.prefillTokensPerSecond],
    ...STREAMS.map(
      (streams) =>
        [
          `decode of ${streams}`,
          ours.decodes.get(streams)!.tokensPerSecond,
          peer.decodeTokensPerSecond.get(streams)!,
        ] as const,
    ),
  ] as const;
  const cells = rows.map(([name, mine, theirs]) => `${name} ${mine.toFixed(1)} / ${theirs.toFixed(1)}`);
  return `round ${round + 1}, tokens/s, ours / peer: ${cells.join(", ")}`;
}

const options = readOptions();
const machine = describeMachine();
printMachine(machine);
const module = installPeer();
const folder = ensureCheckpoint(options.shape);
const file = ensureGguf(options.shape, folder);
const { agreement, figure: klFigure } = await checkNano(module, options.threads);
const shapeAgreement = await checkShape({ name: options.shape, folder, file, module, threads: options.threads });
const { ours, peer } = await runRounds(options, folder, file, module);
const figures = [...judgeRounds(ours, peer), klFigure];
const { backend } = peer[0]!;
print(`\n${renderBenchTable(options.shape, ours.at(-1)!)}`);
print(
  `${options.shape}, ${options.threads} threads, medians of ${options.rounds}; the peer is ${PEER.name} ${PEER.version}, Q8_0, ${backend}`,
);
for (const one of figures) print(renderFigure(one));
print(
  JSON.stringify(
    {
      machine,
      options,
      peer: { ...PEER, backend },
      agreement: [agreement, shapeAgreement],
      figures,
      rounds: { ours, peer },
    },
    withMaps,
  ),
);

/** Maps as objects. */
function withMaps(_key: string, value: unknown): unknown {
  return value instanceof Map ? Object.fromEntries(value) : value;
}
