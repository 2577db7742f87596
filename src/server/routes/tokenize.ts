import type { TokenAccess } from "../../hermes.ts";
import { planChat } from "../answer/request/chat-plan.ts";
import { badRequest } from "../api-error.ts";
import type { Route, RouteRequest, ServerContext } from "../contract.ts";
import { tokenizeFields } from "../fields/token-fields.ts";
import { requireTokens } from "../require-tokens.ts";
import { requireModel } from "../served-models.ts";

type Form = "prompt" | "content" | "messages";

/** What may stand beside the text, by form. */
const beside: Readonly<Record<Form, ReadonlySet<string> | null>> = {
  prompt: new Set(["prompt", "model", "add_special_tokens", "return_token_strs", "parse_special"]),
  content: new Set(["content", "model", "add_special", "with_pieces", "parse_special"]),
  /** All but the fields of texts. */
  messages: null,
};
const ofTexts: ReadonlySet<string> = new Set(["add_special_tokens", "add_special", "with_pieces", "parse_special"]);

const utf8 = new TextDecoder();

export const tokenizeRoute: Route = {
  method: "POST",
  path: "/tokenize",
  summary: "Tokens of a text or of a conversation, in vLLM's form or llama.cpp's.",
  body: tokenizeFields,
  encodes: "text",
  async handle(request, server) {
    const { body } = request;
    const tokens = requireTokens(server);
    if (body.model !== undefined) requireModel(body.model as string, server);
    const form = formOf(body);
    checkBeside(body, form);
    if (form === "content") return Response.json({ tokens: await llamaCppTokens(body, tokens) });
    const ids = await (form === "prompt" ? encodeText(body, tokens, true) : encodeChat(request, server, tokens));
    return Response.json({
      count: ids.length,
      max_model_len: server.hermes().contextLength,
      tokens: ids,
      token_strs: body.return_token_strs === true ? ids.map((id) => tokens.decode([id])) : null,
    });
  },
};

function formOf(body: RouteRequest["body"]): Form {
  const given = (["prompt", "content", "messages"] as const).filter((name) => body[name] !== undefined);
  const [form] = given;
  if (form !== undefined && given.length === 1) return form;
  const got = given.length === 0 ? "none of them" : given.join(" and ");
  throw badRequest(`Expected prompt, content or messages; got ${got}.`, given[1] ?? "prompt", "invalid_value");
}

function checkBeside(body: RouteRequest["body"], form: Form): void {
  const allowed = beside[form];
  const odd = Object.keys(body).find((name) => (allowed === null ? ofTexts.has(name) : !allowed.has(name)));
  if (odd !== undefined) throw badRequest(`${odd} means nothing beside ${form}; leave it out.`, odd, "invalid_value");
}

function encodeText(body: RouteRequest["body"], tokens: TokenAccess, addByDefault: boolean): Promise<number[]> {
  const text = (body.prompt ?? body.content) as string;
  const addSpecial = (body.add_special_tokens ?? body.add_special ?? addByDefault) as boolean;
  return tokens.encodeInSlices(text, { addSpecial, parseSpecial: body.parse_special === true });
}

async function encodeChat(request: RouteRequest, server: ServerContext, tokens: TokenAccess): Promise<number[]> {
  const plan = await planChat(request, server);
  return tokens.encodePromptInSlices(server.hermes().renderPrompt(plan.request));
}

async function llamaCppTokens(body: RouteRequest["body"], tokens: TokenAccess): Promise<object[] | number[]> {
  const ids = await encodeText(body, tokens, false);
  return body.with_pieces === true ? ids.map((id) => ({ id, piece: pieceOf(id, tokens) })) : ids;
}

/** Text where the bytes are UTF-8, else the bytes. */
function pieceOf(id: number, tokens: TokenAccess): string | number[] {
  const bytes = tokens.tokenBytes(id);
  if (bytes === null) return tokens.decode([id]);
  const text = utf8.decode(bytes);
  return text.includes("\ufffd") ? [...bytes] : text;
}
