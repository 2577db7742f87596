/** Both engines must compute the same before anything is timed. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readModelConfig } from "../../src/formats/index.ts";
import { makeGguf } from "../../tools/make-gguf/make-gguf.ts";
import { compareRows, type Form, logitsOf } from "../agreement/judge.ts";
import { arbitraryText, demonstrations } from "../agreement/texts.ts";
import { type AgreementCheck, checkAgreement, type PeerAgreement } from "./agreement.ts";
import { type Figure, figure } from "./figures.ts";

const EXACT: Form = { compute: "exact", cacheDtype: "float32" };
const FAST: Form = { compute: "fast", cacheDtype: "float16" };

/** In float32 the two may choose differently only where our two best logits lie this close. */
const NEAR = 1e-3;
/** Every how-manieth demonstration is judged: enough of each kind, in some seconds. */
const TEXT_STRIDE = 4;
/** Two ways of storing eight bits, each about 31 dB from the weights in every layer. */
const LEAST_DECIBELS = 15;
const SHAPE_TOKENS = 25;

const nano = fileURLToPath(new URL("../../models/nano", import.meta.url));

/** nano in float32: the same tokens from both. Then how far "fast" moves it, over the same texts. */
export async function checkNano(
  module: string,
  threads: number,
): Promise<{ readonly agreement: PeerAgreement; readonly figure: Figure }> {
  const texts = (await demonstrations(nano, 1)).filter((_text, at) => at % TEXT_STRIDE === 0);
  const scratch = mkdtempSync(join(tmpdir(), "hermes-compare-"));
  try {
    const file = join(scratch, "nano.gguf");
    makeGguf({ folder: nano, file, type: "F32" });
    const { vocabularySize } = readModelConfig(nano);
    const check: AgreementCheck = {
      ...{ name: "nano, float32", folder: nano, file, form: EXACT, texts, vocabularySize, module, threads },
    };
    const agreement = await checkAgreement(check);
    printAgreement(agreement);
    if ((agreement.surestDifference ?? 0) > NEAR)
      throw notTheSame(agreement, `tokens that differ by less than ${NEAR}`);
    const { meanKl } = compareRows(FAST, await logitsOf(nano, EXACT, texts), await logitsOf(nano, FAST, texts));
    const from = `${agreement.tokens} tokens`;
    return { agreement, figure: figure("fast against exact on nano, KL a token", meanKl, 0.005, "lower", { from }) };
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** The shape to be measured, in the forms to be measured. */
export async function checkShape(
  part: Pick<AgreementCheck, "name" | "folder" | "file" | "module" | "threads">,
): Promise<PeerAgreement> {
  const { vocabularySize } = readModelConfig(part.folder);
  const texts = [arbitraryText(SHAPE_TOKENS, vocabularySize)];
  const agreement = await checkAgreement({ ...part, form: FAST, texts, vocabularySize });
  printAgreement(agreement);
  if (!(agreement.decibels >= LEAST_DECIBELS)) throw notTheSame(agreement, `at least ${LEAST_DECIBELS} dB`);
  return agreement;
}

function printAgreement({ name, tokens, top1, decibels }: PeerAgreement): void {
  const share = (100 * top1).toFixed(1);
  process.stdout.write(
    `${name}: both find the same likeliest of ${tokens} tokens in ${share} %, logits ${decibels.toFixed(1)} dB apart\n`,
  );
}

function notTheSame({ name, surestDifference, decibels }: PeerAgreement, expected: string): Error {
  const got = `${decibels.toFixed(1)} dB, a difference at a distance of ${surestDifference ?? 0}`;
  return new Error(`${name}: the two engines do not compute the same; expected ${expected}, got ${got}`);
}
