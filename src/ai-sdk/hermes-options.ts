import { z } from "zod";
import { HermesError } from "../errors.ts";
import type { ChatRequest } from "../hermes.ts";

/** What stands under `providerOptions.hermes` of a call. */
export interface HermesProviderOptions {
  /** Think before answering. Beside `reasoning` of the AI SDK, which says the same; the two must agree. */
  readonly thinking?: boolean;
  /** Tokens after which the thought is closed; switches thinking on. Wins over the share that an effort stands for. */
  readonly thinkingBudget?: number;
  /** Keep earlier thoughts in the prompt. */
  readonly keepCots?: boolean;
  readonly minP?: number;
  readonly repetitionPenalty?: number;
  /** Added to the logits, by token id. */
  readonly logitBias?: Readonly<Record<string, number>>;
  /** Whether an answer may hold several calls. Default true. */
  readonly parallelToolCalls?: boolean;
  /** What the AI SDK has no words for: a pattern, a choice, a grammar, a structural tag. Not beside an output schema. */
  readonly constraint?: NonNullable<ChatRequest["constraint"]>;
  /** Drop what of a schema cannot be enforced, with a note in the diagnostics, instead of refusing it. */
  readonly lenient?: boolean;
  /** End the answer whole within maxOutputTokens; see ChatRequest. Only with an output schema or tools. */
  readonly finishWithinBudget?: boolean;
  /** Go on with the last message, one of the assistant. */
  readonly continueFinalMessage?: boolean;
  /** Whose prompts these are; see ChatRequest. */
  readonly cacheSalt?: string;
}

const schema = z.strictObject({
  thinking: z.boolean().optional(),
  thinkingBudget: z.int().min(0).optional(),
  keepCots: z.boolean().optional(),
  minP: z.number().optional(),
  repetitionPenalty: z.number().optional(),
  logitBias: z.record(z.string().regex(/^\d+$/), z.number()).optional(),
  parallelToolCalls: z.boolean().optional(),
  // Read by whoever compiles it.
  constraint: z.custom<NonNullable<ChatRequest["constraint"]>>((value) => typeof value === "object").optional(),
  lenient: z.boolean().optional(),
  finishWithinBudget: z.boolean().optional(),
  continueFinalMessage: z.boolean().optional(),
  cacheSalt: z.string().optional(),
});

/** Throws HermesError "usage" naming the option and those there are. */
export function parseProviderOptions(value: unknown): HermesProviderOptions {
  const { success, data, error } = schema.safeParse(value ?? {});
  if (success) return Object.fromEntries(Object.entries(data).filter(([, field]) => field !== undefined));
  const [issue] = error.issues;
  const path = ["providerOptions.hermes", ...(issue?.path ?? [])].join(".");
  const message = `${path}: ${issue?.message}. The options are ${Object.keys(schema.shape).join(", ")}.`;
  throw new HermesError("usage", message, { argument: path });
}
