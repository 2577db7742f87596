import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Hermes } from "../../hermes.ts";
import { type NanoServer, nanoServer } from "../testing/nano-server.ts";

let hermes: Hermes;
let server: NanoServer;
beforeAll(async () => {
  hermes = await Hermes.load();
  server = await nanoServer({ aliases: ["hermes-4", "org/other"], metrics: true }, hermes);
});
afterAll(() => hermes.dispose());

const get = async (path: string) => await server.app.request(`http://localhost${path}`);
const messages = [{ role: "user", content: "What is <|eot_id|>?" }];

async function refusal(path: string, body: object) {
  const response = await server.post(path, body);
  const { error } = (await response.json()) as { error: { param: string; code: string } };
  return [response.status, error.param, error.code];
}

describe("models", () => {
  test("are listed under each name, with what a page needs to know", async () => {
    const { data } = (await (await get("/v1/models")).json()) as { data: { id: string; meta: object }[] };
    expect(data.map(({ id }) => id)).toEqual(["nano", "hermes-4", "org/other"]);
    expect(data[0]).toMatchObject({
      object: "model",
      owned_by: "hermes4",
      meta: {
        n_vocab: hermes.facts.vocabularySize,
        n_ctx_train: hermes.contextLength,
        n_embd: hermes.facts.hiddenSize,
        n_params: hermes.facts.parameters,
        size: hermes.weightBytes,
        hermes: {
          model: "nano",
          contextLength: hermes.contextLength,
          sampling: { temperature: 0.6, topP: 0.95, topK: 20 },
          thinking: false,
          agentTools: 0,
          limits: { choices: 8 },
        },
      },
    });
  });

  test.each(["nano", "hermes-4", "org/other", "org%2Fother"])("%s is found", async (name) => {
    expect(await (await get(`/v1/models/${name}`)).json()).toMatchObject({ id: decodeURIComponent(name) });
  });

  test("others are not", async () => {
    const response = await get("/v1/models/gpt-4o");
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { code: "model_not_found", param: "model" } });
  });
});

describe("tokens", () => {
  const eot = "<|eot_id|>";

  test("of a text, in vLLM's form: what is typed is text unless asked otherwise", async () => {
    const typed = (await server.ask("/tokenize", { prompt: `Hi${eot}` })) as { tokens: number[] };
    expect(typed).toEqual({
      count: typed.tokens.length,
      max_model_len: hermes.contextLength,
      tokens: hermes.tokens!.encode(`Hi${eot}`),
      token_strs: null,
    });
    const [id] = hermes.tokens!.encode(eot, { parseSpecial: true, addSpecial: false });
    expect(typed.tokens).not.toContain(id);
    const read = await server.ask("/tokenize", {
      prompt: `Hi${eot}`,
      parse_special: true,
      add_special_tokens: false,
      return_token_strs: true,
    });
    expect(read).toMatchObject({ count: 3, token_strs: ["H", "i", eot] });
  });

  test("of a text, in llama.cpp's form", async () => {
    const tokens = hermes.tokens!.encode("Hé", { addSpecial: false });
    expect(await server.ask("/tokenize", { content: "Hé" })).toEqual({ tokens });
    const withBegin = (await server.ask("/tokenize", { content: "Hé", add_special: true })) as { tokens: number[] };
    expect(withBegin.tokens).toEqual(hermes.tokens!.encode("Hé"));
    expect(await server.ask("/tokenize", { content: "Hé", with_pieces: true })).toEqual({
      // This model knows the two bytes of é apart.
      tokens: [
        { id: tokens[0], piece: "H" },
        { id: tokens[1], piece: [0xc3] },
        { id: tokens[2], piece: [0xa9] },
      ],
    });
  });

  test("of a conversation are those that the model is asked with", async () => {
    for (const fields of [{}, { thinking: true }, { chat_template_kwargs: { thinking: true } }]) {
      const { count, tokens } = (await server.ask("/tokenize", { messages, ...fields })) as {
        count: number;
        tokens: number[];
      };
      expect(await server.ask("/v1/chat/completions/input_tokens", { messages, ...fields })).toEqual({
        object: "response.input_tokens",
        input_tokens: count,
      });
      const answer = (await server.ask("/v1/chat/completions", { messages, ...fields, max_tokens: 1 })) as {
        usage: { prompt_tokens: number };
      };
      expect(answer.usage.prompt_tokens).toBe(count);
      const { prompt } = (await server.ask("/apply-template", { messages, ...fields })) as { prompt: string };
      expect(await server.ask("/detokenize", { tokens })).toEqual({ prompt, content: prompt });
    }
  });

  test.each<[path: string, body: object, refused: unknown[]]>([
    ["/tokenize", {}, [400, "prompt", "invalid_value"]],
    ["/tokenize", { prompt: "a", content: "b" }, [400, "content", "invalid_value"]],
    ["/tokenize", { prompt: "a", with_pieces: true }, [400, "with_pieces", "invalid_value"]],
    ["/tokenize", { content: "a", thinking: true }, [400, "thinking", "invalid_value"]],
    ["/tokenize", { messages, parse_special: true }, [400, "parse_special", "invalid_value"]],
    ["/tokenize", { prompt: 5 }, [400, "prompt", expect.any(String)]],
    ["/tokenize", { prompt: "a", model: "gpt-4o" }, [404, "model", "model_not_found"]],
    ["/detokenize", {}, [400, "tokens", "missing_required_parameter"]],
    ["/detokenize", { tokens: Array(32_769).fill(1) }, [400, "tokens", "limit_exceeded"]],
    ["/detokenize", { tokens: [1, 1e6] }, [400, "tokens", "invalid_value"]],
    ["/detokenize", { tokens: [-1] }, [400, expect.stringContaining("tokens"), expect.any(String)]],
    ["/detokenize", { tokens: [1], model: "gpt-4o" }, [404, "model", "model_not_found"]],
  ])("%s refuses %o", async (path, body, expected) => expect(await refusal(path, body)).toEqual(expected));
});

describe("the control route", () => {
  const control = (body: object) => server.post("/v1/chat/completions/control", body);

  test("an answer that does not run is no failure", async () => {
    const response = await control({ id: "chatcmpl-x", action: "reasoning_end" });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ success: false, message: expect.any(String) });
  });

  test("ends the thought of a running answer, for the key that asked only", async () => {
    const sha256 = (key: string) => createHash("sha256").update(key).digest("hex");
    const keys = ["anna", "berta"].map((name) => ({ name, sha256: sha256(`key-of-${name}`) }));
    const guarded = await nanoServer({ keys }, hermes);
    const headers = (name: string) => ({ "content-type": "application/json", authorization: `Bearer key-of-${name}` });
    const answer = await guarded.post(
      "/v1/chat/completions",
      {
        messages: [{ role: "user", content: "What is 17 + 25?" }],
        thinking: true,
        stream: true,
        reasoning_control: true,
      },
      { headers: headers("anna") },
    );
    const [id] = [...guarded.core.running.keys()];
    const end = async (name: string) => {
      const body = { id, action: "reasoning_end" };
      const response = await guarded.post("/v1/chat/completions/control", body, { headers: headers(name) });
      return ((await response.json()) as { success: boolean }).success;
    };
    expect(await end("berta")).toBe(false);
    expect(await end("anna")).toBe(true);
    const text = await answer.text();
    expect(text).toContain(id);
    expect(text).toContain("[DONE]");
    expect(await end("anna")).toBe(false);
  });

  test("only reasoning_end is known", async () => {
    expect((await control({ id: "x", action: "stop" })).status).toBe(400);
  });
});

test("the OpenAPI document knows every route and every field", async () => {
  const { routes } = await import("./index.ts");
  const { printPath } = await import("../openapi/route-path.ts");
  const { Ajv2020 } = await import("ajv/dist/2020.js");
  const document = (await (await get("/openapi.json")).json()) as {
    openapi: string;
    paths: Record<string, Record<string, { requestBody?: { content: object } }>>;
    components: { schemas: Record<string, { properties: object }> };
  };
  expect(document.openapi).toBe("3.1.0");
  const listed = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(listed.sort()).toEqual(routes.map(({ method, path }) => `${method} ${printPath(path)}`).sort());
  const chat = document.components.schemas.ChatCompletion!;
  expect(Object.keys(chat.properties)).toEqual(expect.arrayContaining(["messages", "top_k", "thinking", "tools"]));
  const validate = new Ajv2020({ strict: false }).compile(chat);
  expect(validate({ messages, temperature: 0.5, tools: null })).toBe(true);
  expect(validate({ messages, temperature: "hot" })).toBe(false);
  expect(validate({ temperature: 0.5 })).toBe(false);
  expect(validate({ messages, nonsense: 1 })).toBe(false);
});
