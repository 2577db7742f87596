import type { CompletionRequest, Hermes } from "../../../hermes.ts";
import { badRequest } from "../../api-error.ts";
import type { RouteRequest, ServerContext } from "../../contract.ts";
import { requireModel } from "../../served-models.ts";
import { answerTokens, promptTooLong, readChoices } from "../request/check-limits.ts";
import { checkConstraint, type Places } from "../request/constraint-places.ts";
import { readConstraint } from "../request/read-constraint.ts";
import { logprobsOf } from "../request/read-logprobs.ts";
import { saltOf } from "../request/read-salt.ts";
import { readSampling, readStop } from "../request/read-sampling.ts";
import { type StreamWishes, streamWishes } from "../request/stream-wishes.ts";

type Prompt = CompletionRequest["prompt"];

/** A completion body, understood. */
export interface TextPlan {
  /** One for each prompt. */
  readonly requests: readonly CompletionRequest[];
  /** Answers to each prompt. */
  readonly choices: number;
  /** What every answer begins with: its prompt's text where the body asks for it, else "". */
  readonly echoes: readonly string[];
  readonly logprobs: boolean;
  /** Where in the body what the answers must be stands. */
  readonly places: Places;
  readonly stream: StreamWishes;
}

/** OpenAI's default for this route. */
const DEFAULT_MAX_TOKENS = 16;

type Body = Readonly<Record<string, unknown>>;

/** Understands the body of a text completion. Rejects with ApiError 400 or 404. */
export async function planText(
  { body, caller }: Pick<RouteRequest, "body" | "caller">,
  server: ServerContext,
): Promise<TextPlan> {
  const hermes = server.hermes();
  const { limits, defaults } = server.options;
  if (body.model !== undefined) requireModel(body.model as string, server);
  checkBody(body);
  const stream = streamWishes(body);
  const prompts = listPrompts(body.prompt as Prompt | readonly Prompt[]);
  const choices = readChoices(body.n, limits);
  if (prompts.length * choices > limits.choices) {
    const message = `prompt asks for ${prompts.length * choices} answers; this server gives at most ${limits.choices}.`;
    throw badRequest(message, "prompt", "limit_exceeded");
  }
  const asked = readConstraint(body);
  checkConstraint(asked, {}, readStop(body));
  const common = {
    parseSpecial: body.parse_special !== false,
    addSpecial: body.add_special_tokens !== false,
    maxTokens: readMaxTokens(body, limits),
    stop: readStop(body),
    ...(asked === null ? {} : { constraint: asked.constraint }),
    ...(body.finish_within_budget === true ? { finishWithinBudget: true } : {}),
    sampling: readSampling(body, defaults.sampling, hermes.facts.vocabularySize),
    ...saltOf(caller.cacheSalt, body.cache_salt, hermes),
    ...logprobsOf(body.logprobs as number | undefined, stream, hermes),
  };
  const requests = prompts.map((prompt) => ({ ...common, prompt }));
  for (const request of requests) await checkLength(hermes, request, limits.promptTokens);
  const echoes = prompts.map((prompt) => (body.echo === true ? textOf(hermes, prompt) : ""));
  const places = { constraint: asked?.field ?? null, tools: [] };
  return { requests, choices, echoes, logprobs: body.logprobs !== undefined, places, stream };
}

function checkBody(body: Body): void {
  if (body.echo === true && body.logprobs !== undefined) {
    throw badRequest(
      "echo contradicts logprobs: a prompt's tokens have none. Send one of them.",
      "echo",
      "invalid_value",
    );
  }
  if (body.best_of !== undefined && body.best_of !== (body.n ?? 1)) {
    const message = `best_of is ${body.best_of}: answers are not ranked. Send n for so many, and no best_of.`;
    throw badRequest(message, "best_of", "unsupported_parameter");
  }
}

/** One prompt is text or a list of ids. */
function listPrompts(prompt: Prompt | readonly Prompt[]): readonly Prompt[] {
  if (typeof prompt === "string") return [prompt];
  return typeof prompt[0] === "number" ? [prompt as readonly number[]] : (prompt as readonly Prompt[]);
}

/** Unlike elsewhere, an answer here ends early unless told. */
function readMaxTokens(body: Body, limits: ServerContext["options"]["limits"]): number {
  const asked = body.max_tokens as number | undefined;
  if (asked === undefined) return Math.min(DEFAULT_MAX_TOKENS, limits.answerTokens ?? DEFAULT_MAX_TOKENS);
  return answerTokens(asked, "max_tokens", limits) ?? asked;
}

/** Nobody can count the tokens of a tokenizer that is elsewhere. */
async function checkLength(
  hermes: Hermes,
  { prompt, ...reading }: CompletionRequest,
  most: number | null,
): Promise<void> {
  if (most === null || (typeof prompt === "string" && hermes.tokens === null)) return;
  const tokens = typeof prompt === "string" ? await hermes.tokens!.encodeInSlices(prompt, reading, most) : prompt;
  const count = tokens.length;
  if (count > most) throw promptTooLong(count, most, "prompt");
}

function textOf(hermes: Hermes, prompt: Prompt): string {
  if (typeof prompt === "string") return prompt;
  if (hermes.tokens !== null) return hermes.tokens.decode(prompt);
  const message = "echo needs a prompt of text here: the tokenizer is at the endpoint behind this server.";
  throw badRequest(message, "echo", "unsupported_parameter");
}
