import { z } from "zod";
import type { Demands } from "./demonstration/demands.ts";

/** An instruction with its arguments: a question about a text. */
export interface Instruction {
  readonly id: string;
  /** Of text that is not blank. Linear in its length; never throws. */
  holds(text: string): boolean;
  /** What a text must have for `holds`, for demonstrations. */
  readonly demands: Demands;
}

/** One kind of instruction. */
export interface Verifier {
  readonly id: string;
  /** Throws z.ZodError for arguments that are not of this kind. */
  bind(given: unknown): Instruction;
}

interface Definition<Arguments> {
  readonly id: string;
  readonly arguments: z.ZodType<Arguments>;
  readonly holds: (text: string, given: Arguments) => boolean;
  readonly demands: (given: Arguments) => Demands;
}

export function defineVerifier<Arguments>(definition: Definition<Arguments>): Verifier {
  const { id } = definition;
  return {
    id,
    bind(given) {
      const values = definition.arguments.parse(given);
      return { id, holds: (text) => definition.holds(text, values), demands: definition.demands(values) };
    },
  };
}

export const noArguments = z.strictObject({});
export const count = z.number().int().nonnegative();
export const relation = z.enum(["at least", "less than"]);

export function compare(actual: number, how: z.infer<typeof relation>, threshold: number): boolean {
  return how === "at least" ? actual >= threshold : actual < threshold;
}
