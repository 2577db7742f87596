import { checkCount } from "../answer/request/check-limits.ts";
import { mostTokens } from "../check-text-length.ts";
import type { Route } from "../contract.ts";
import { detokenizeFields } from "../fields/token-fields.ts";
import { requireTokens } from "../require-tokens.ts";
import { requireModel } from "../served-models.ts";

export const detokenizeRoute: Route = {
  method: "POST",
  path: "/detokenize",
  summary: "Text of token ids, control tokens kept.",
  body: detokenizeFields,
  handle({ body }, server) {
    const tokens = requireTokens(server);
    if (body.model !== undefined) requireModel(body.model as string, server);
    const ids = body.tokens as readonly number[];
    // An id of a byte or two can stand for a hundred.
    checkCount("tokens", ids.length, mostTokens(server.hermes().contextLength));
    const text = tokens.decode(ids);
    // The requests of vLLM and llama.cpp look the same, their answers do not.
    return Response.json({ prompt: text, content: text });
  },
};
