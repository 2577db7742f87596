import { compareRows, type Form, logitsOf } from "../agreement/judge.ts";
import type { JudgedText } from "../agreement/texts.ts";
import { runChild } from "../child.ts";
import type { PeerLogitsInput } from "./peer-logits.ts";

/** Both engines on the same weights and the same texts. */
export interface AgreementCheck {
  readonly name: string;
  /** Our model folder, and the peer's GGUF file of it. */
  readonly folder: string;
  readonly file: string;
  readonly form: Form;
  readonly texts: readonly JudgedText[];
  readonly vocabularySize: number;
  readonly module: string;
  readonly threads: number;
}

export interface PeerAgreement {
  readonly name: string;
  readonly tokens: number;
  /** Share of tokens that both find likeliest. */
  readonly top1: number;
  /** Least distance of our two best logits among the tokens on which the two differ; null when there are none. */
  readonly surestDifference: number | null;
  /** Our logits against the peer's, each row without its mean. */
  readonly decibels: number;
  readonly meanKl: number;
}

export async function checkAgreement(check: AgreementCheck): Promise<PeerAgreement> {
  const { name, folder, form, texts, file, module, threads, vocabularySize } = check;
  const plain = texts.map(({ tokens, answerFrom }) => ({ tokens: [...tokens], answerFrom }));
  const input: PeerLogitsInput = { module, file, threads, vocabularySize, texts: plain };
  const peer = await runChild<Float32Array[]>("./compare/peer-logits.ts", input);
  const ours = await logitsOf(folder, form, texts);
  if (peer.length !== ours.length)
    throw new Error(`${name}: ${ours.length} rows of ours, ${peer.length} of the peer's`);
  const differing = ours.filter((row, at) => bestTwo(row)[0] !== bestTwo(peer[at]!)[0]);
  const gaps = differing.map((row) => {
    const [best, second] = bestTwo(row);
    return row[best]! - row[second]!;
  });
  const { tokens, top1, meanKl } = compareRows(form, peer, ours);
  const surestDifference = gaps.length === 0 ? null : Math.max(...gaps);
  return { name, tokens, top1, surestDifference, decibels: signalToNoise(ours, peer), meanKl };
}

/** Indices of the largest and the second largest value. */
export function bestTwo(row: Float32Array): readonly [number, number] {
  let [best, second] = row[1]! > row[0]! ? [1, 0] : [0, 1];
  for (let index = 2; index < row.length; index++) {
    if (row[index]! > row[best]!) [best, second] = [index, best];
    else if (row[index]! > row[second]!) second = index;
  }
  return [best, second];
}

/** In decibels; what is common to all logits of a row says nothing. */
export function signalToNoise(rows: readonly Float32Array[], reference: readonly Float32Array[]): number {
  let [signal, noise] = [0, 0];
  rows.forEach((row, at) => {
    const other = reference[at]!;
    const [mean, otherMean] = [meanOf(row), meanOf(other)];
    for (let index = 0; index < row.length; index++) {
      const expected = other[index]! - otherMean;
      signal += expected ** 2;
      noise += (row[index]! - mean - expected) ** 2;
    }
  });
  return Math.min(200, 10 * Math.log10(signal / noise));
}

function meanOf(row: Float32Array): number {
  return row.reduce((sum, value) => sum + value, 0) / row.length;
}
