import { median } from "../../src/measure/index.ts";
import type { CaseResult } from "../measure-case.ts";
import { memoryOverNeeded } from "../memory.ts";
import type { PeerResult } from "./measure-peer.ts";

/** Lengths of the prompts: one to be compared, one on which a cached prompt is held against a new one. */
export const PREFILL_TOKENS = 512;
export const LONG_PROMPT_TOKENS = 2000;
/** Numbers of answers at the same time. */
export const STREAMS = [1, 8] as const;

/** A figure with what it should be. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly aim: number;
  readonly better: "higher" | "lower";
  readonly met: boolean;
  /** Set where two engines are compared: their values lie among each other. */
  readonly insideNoise?: boolean;
  /** Where the value comes from, for people. */
  readonly from: string;
}

/** All figures of some rounds, each round a process of ours and one of the peer's. */
export function judgeRounds(ours: readonly CaseResult[], peer: readonly PeerResult[]): readonly Figure[] {
  const decode = (streams: number) => ours.map(({ decodes }) => decodes.get(streams)!.tokensPerSecond);
  const prefill = ours.map(({ prompts }) => prompts.get(PREFILL_TOKENS)!.tokensPerSecond);
  const peerDecode = peer.map(({ decodeTokensPerSecond }) => decodeTokensPerSecond.get(1)!);
  const peerPrefill = peer.map(({ prefillTokensPerSecond }) => prefillTokensPerSecond);
  const long = ours.map(({ prompts }) => prompts.get(LONG_PROMPT_TOKENS)!);
  const cold = long.map(({ firstTokenMs }) => firstTokenMs);
  const cached = long.map(({ cachedFirstTokenMs }) => cachedFirstTokenMs);
  return [
    against("decode over the peer, one stream", decode(1), peerDecode, 1.15),
    figure("share of the memory ceiling in decode", median(ours.map((one) => one.bandwidthShare)), 0.8, "higher", {
      from: `of ${(median(ours.map(({ readCeiling }) => readCeiling)) / 1e9).toFixed(1)} GB/s`,
    }),
    against(`prefill of ${PREFILL_TOKENS} over the peer`, prefill, peerPrefill, 1),
    figure("8 streams together over one, decode", median(decode(8)) / median(decode(1)), 3, "higher", {
      from: `${show(decode(8))} over ${show(decode(1))} tokens/s`,
    }),
    figure(`first token, ${LONG_PROMPT_TOKENS} tokens, cached over cold`, median(cached) / median(cold), 0.1, "lower", {
      from: `${show(cached)} over ${show(cold)} ms`,
    }),
    figure("peak memory over weights and cache", median(ours.map(memoryOverNeeded)), 1.15, "lower", {
      from: "above an idle Node",
    }),
  ];
}

/** A figure of ours alone. */
export function figure(
  name: string,
  value: number,
  aim: number,
  better: Figure["better"],
  { from }: Pick<Figure, "from">,
): Figure {
  return { name, value, aim, better, met: better === "higher" ? value >= aim : value <= aim, from };
}

/** Values that lie among each other say nothing, so their ratio is then judged as 1. */
export function against(name: string, ours: readonly number[], peer: readonly number[], aim: number): Figure {
  const value = median(ours) / median(peer);
  const insideNoise = Math.min(...ours) <= Math.max(...peer) && Math.min(...peer) <= Math.max(...ours);
  const met = (insideNoise ? 1 : value) >= aim;
  return { name, value, aim, better: "higher", met, insideNoise, from: `${show(ours)} over ${show(peer)} tokens/s` };
}

export function renderFigure({ name, value, aim, better, met, insideNoise, from }: Figure): string {
  const sign = better === "higher" ? ">=" : "<=";
  const verdict = `${met ? "met" : "missed"}${insideNoise ? ", no difference" : ""}`;
  const shown = Math.abs(value) < 0.01 ? value.toExponential(1) : value.toFixed(3);
  return `  ${name.padEnd(46)}${shown.padStart(8)}   aim ${sign} ${aim}: ${verdict} (${from})`;
}

function show(values: readonly number[]): string {
  return median(values).toFixed(1);
}
