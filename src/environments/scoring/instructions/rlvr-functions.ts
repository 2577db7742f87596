import { z } from "zod";
import { HermesError } from "../../../errors.ts";
import { isBlank } from "./text/python-text.ts";
import { count, defineVerifier, type Instruction } from "./verifier.ts";
import { verifiers } from "./verifiers/index.ts";

/** What a row of RLVR-IFeval says of its one instruction. Null arguments are not given. */
export interface RlvrTruth {
  readonly func_name: string;
  readonly [argument: string]: unknown;
}
type Given = Readonly<Record<string, unknown>>;

/** "at most" and "around" (a tenth, at least one) as the relations that the kinds of IFEval know. */
const amount = z.object({ N: count, quantifier: z.enum(["at least", "at most", "around"]) });

/** Parts between `* * *`, none of them blank: the divider of these prompts, where IFEval has `***`. */
const paragraphs = defineVerifier({
  id: "verify_paragraph_count",
  arguments: z.object({ N: count }),
  holds(text, { N }) {
    const parts = text.split("* * *");
    return parts.length === N && !parts.some(isBlank);
  },
  demands: ({ N }) => ({ blocks: { count: N, separator: "\n* * *\n" } }),
});

const choice = defineVerifier({
  id: "validate_choice",
  arguments: z.object({ options: z.array(z.string().min(1)).min(1) }),
  holds: (text, { options }) => options.some((option) => text.includes(option)),
  demands: ({ options }) => ({ pieces: options.slice(0, 1) }),
});

/** From the functions' names to the kinds of IFEval with their arguments. */
const FUNCTIONS: Readonly<Record<string, (given: Given) => Instruction[]>> = {
  verify_keywords: ({ keyword_list }) => [kind("keywords:existence", { keywords: keyword_list })],
  verify_keyword_frequency: ({ word, N }) =>
    exactly(N).map(([relation, frequency]) => kind("keywords:frequency", { keyword: word, frequency, relation })),
  validate_forbidden_words: ({ forbidden_words }) => [kind("keywords:forbidden_words", { forbidden_words })],
  verify_letter_frequency: ({ letter, N }) =>
    exactly(N).map(([let_relation, let_frequency]) =>
      kind("keywords:letter_frequency", { letter, let_frequency, let_relation }),
    ),
  validate_response_language: ({ language }) => [kind("language:response_language", { language })],
  verify_paragraph_count: (given) => [paragraphs.bind(given)],
  validate_word_constraint: (given) =>
    relations(given).map(([relation, num_words]) => kind("length_constraints:number_words", { num_words, relation })),
  verify_sentence_constraint: (given) =>
    relations(given).map(([relation, num_sentences]) =>
      kind("length_constraints:number_sentences", { num_sentences, relation }),
    ),
  validate_paragraphs: ({ N, i, first_word }) => [
    kind("length_constraints:nth_paragraph_first_word", { num_paragraphs: N, nth_paragraph: i, first_word }),
  ],
  verify_postscript: ({ postscript_marker }) => [kind("detectable_content:postscript", { postscript_marker })],
  validate_placeholders: ({ N }) => [kind("detectable_content:number_placeholders", { num_placeholders: N })],
  verify_bullet_points: ({ N }) => [kind("detectable_format:number_bullet_lists", { num_bullets: N })],
  validate_title: () => [kind("detectable_format:title", {})],
  validate_choice: (given) => [choice.bind(given)],
  validate_highlighted_sections: ({ N }) => [
    kind("detectable_format:number_highlighted_sections", { num_highlights: N }),
  ],
  validate_sections: ({ N, section_splitter }) => [
    kind("detectable_format:multiple_sections", { num_sections: N, section_spliter: section_splitter }),
  ],
  validate_json_format: () => [kind("detectable_format:json_format", {})],
  validate_repeat_prompt: ({ original_prompt }) => [
    kind("combination:repeat_prompt", { prompt_to_repeat: original_prompt }),
  ],
  validate_two_responses: () => [kind("combination:two_responses", {})],
  validate_uppercase: () => [kind("change_case:english_capital", {})],
  validate_lowercase: () => [kind("change_case:english_lowercase", {})],
  validate_frequency_capital_words: (given) =>
    relations(given).map(([capital_relation, capital_frequency]) =>
      kind("change_case:capital_word_frequency", { capital_frequency, capital_relation }),
    ),
  validate_end: ({ end_phrase }) => [kind("startend:end_checker", { end_phrase })],
  validate_quotation: () => [kind("startend:quotation", {})],
  validate_no_commas: () => [kind("punctuation:no_comma", {})],
};

export const rlvrFunctionNames: readonly string[] = Object.keys(FUNCTIONS);

/** The instructions of a row; all must hold. Throws "environment-failed" (item) for unknown names and arguments that do not fit. */
export function readRlvrInstructions(item: string, { func_name, ...given }: RlvrTruth): Instruction[] {
  const read = Object.hasOwn(FUNCTIONS, func_name) ? FUNCTIONS[func_name] : undefined;
  if (!read) throw invalid(item, `"${func_name}" is no known function. Known are: ${rlvrFunctionNames.join(", ")}.`);
  try {
    return read(given);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const [issue] = error.issues;
    throw invalid(item, `the arguments of "${func_name}" do not fit: ${issue!.path.join(".")} ${issue!.message}`);
  }
}

function kind(id: string, given: Given): Instruction {
  return verifiers.find((verifier) => verifier.id === id)!.bind(given);
}

function exactly(given: unknown): [string, number][] {
  const number = count.parse(given);
  return between(number, number);
}

function relations(given: Given): [string, number][] {
  const { N, quantifier } = amount.parse(given);
  if (quantifier === "at least") return [["at least", N]];
  if (quantifier === "at most") return [["less than", N + 1]];
  const tolerance = Math.max(Math.round(N * 0.1), 1);
  return between(Math.max(0, N - tolerance), N + tolerance);
}

function between(low: number, high: number): [string, number][] {
  return [
    ["at least", low],
    ["less than", high + 1],
  ];
}

function invalid(item: string, what: string): HermesError<"environment-failed"> {
  return new HermesError("environment-failed", `Item ${item} cannot be scored: ${what}`, { kind: "item", item });
}
