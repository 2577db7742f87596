import { badRequest } from "../../api-error.ts";

type Body = Readonly<Record<string, unknown>>;

interface Rule {
  readonly param: string;
  readonly broken: (body: Body) => boolean;
  readonly message: string;
}

/** Fields of a chat body that need one another, or exclude one another. */
const RULES: readonly Rule[] = [
  {
    param: "top_logprobs",
    broken: (body) => Number(body.top_logprobs ?? 0) > 0 && body.logprobs !== true,
    message: "top_logprobs needs logprobs: true.",
  },
  {
    param: "continue_final_message",
    broken: (body) => body.continue_final_message === true && body.add_generation_prompt === true,
    message:
      "continue_final_message contradicts add_generation_prompt: one goes on with a turn, the other opens a new one.",
  },
  {
    param: "add_generation_prompt",
    broken: (body) => body.add_generation_prompt === false && body.continue_final_message !== true,
    message: "add_generation_prompt: false leaves nothing to answer; send continue_final_message: true with it.",
  },
  {
    param: "reasoning_control",
    broken: (body) => body.reasoning_control === true && typeof body.n === "number" && body.n > 1,
    message: "reasoning_control is for one choice; leave n out.",
  },
];

/** Throws ApiError 400 for the first rule that a checked body breaks. */
export function checkTogether(body: Body): void {
  const rule = RULES.find(({ broken }) => broken(body));
  if (rule !== undefined) throw badRequest(rule.message, rule.param, "invalid_value");
}
