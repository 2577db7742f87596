import { z } from "zod";
import { HermesError } from "../../../errors.ts";
import { isBlank, strip } from "./text/python-text.ts";
import type { Instruction } from "./verifier.ts";
import { verifiers } from "./verifiers/index.ts";

/** What a data row says of its instructions: a name and, at the same place, the arguments. Null arguments are not given. */
export interface InstructionList {
  readonly key: number;
  readonly instruction_id_list: readonly string[];
  readonly kwargs: readonly Readonly<Record<string, unknown>>[];
}

/** Of each instruction, in the order of the list. */
export interface InstructionVerdict {
  readonly ids: readonly string[];
  readonly strict: readonly boolean[];
  readonly loose: readonly boolean[];
}

const verifierOf = new Map(verifiers.map((verifier) => [verifier.id, verifier]));

/** Throws "environment-failed" (item) for an unknown kind of instruction and for arguments that do not fit. */
export function readInstructions({ key, instruction_id_list, kwargs }: InstructionList): Instruction[] {
  return instruction_id_list.map((id, i) => {
    const verifier = verifierOf.get(id);
    if (!verifier)
      throw invalid(key, `"${id}" is no known instruction. Known are: ${[...verifierOf.keys()].join(", ")}.`);
    const given = Object.entries(kwargs[i] ?? {}).filter(([, value]) => value !== null);
    try {
      return verifier.bind(Object.fromEntries(given));
    } catch (error) {
      if (!(error instanceof z.ZodError)) throw error;
      const [issue] = error.issues;
      throw invalid(key, `the arguments of "${id}" do not fit: ${issue!.path.join(".")} ${issue!.message}`);
    }
  });
}

/** Strict reads the answer as it is. Loose is content when an instruction holds for any of `looseTexts`. */
export function judgeInstructions(answer: string, instructions: readonly Instruction[]): InstructionVerdict {
  const texts = looseTexts(answer).filter((text) => !isBlank(text));
  const strictTexts = isBlank(answer) ? [] : [answer];
  return {
    ids: instructions.map(({ id }) => id),
    strict: instructions.map((instruction) => strictTexts.some((text) => instruction.holds(text))),
    loose: instructions.map((instruction) => texts.some((text) => instruction.holds(text))),
  };
}

/** The answer, and without its first line, its last line, and both; each also without any star. Different texts only. */
export function looseTexts(answer: string): string[] {
  const lines = answer.split("\n");
  const shortened = [lines.slice(1), lines.slice(0, -1), lines.slice(1, -1)].map((rest) => strip(rest.join("\n")));
  const texts = [answer, ...shortened];
  return [...new Set([...texts, ...texts.map((text) => text.replaceAll("*", ""))])];
}

function invalid(key: number, what: string): HermesError<"environment-failed"> {
  const message = `Item ${key} cannot be scored: ${what}`;
  return new HermesError("environment-failed", message, { kind: "item", item: String(key) });
}
