import "fake-indexeddb/auto";
import { expect, test } from "vitest";
import { openPage, until } from "../testing/open-page.ts";
import { answerOf, errorResponse, jsonResponse, ScriptedServer, type SeenRequest } from "../testing/scripted-server.ts";

const model = { data: [{ id: "nano" }] };

/** sessionStorage in memory. */
function keyStorage() {
  const values = new Map<string, string>();
  return {
    values,
    getItem: (name: string) => values.get(name) ?? null,
    setItem: (name: string, value: string) => void values.set(name, value),
    removeItem: (name: string) => void values.delete(name),
  };
}

const guarded = ({ authorization }: SeenRequest) =>
  authorization === "Bearer right" ? jsonResponse(model) : errorResponse(401, "A key is needed.");

test("a key is asked for, kept for the session and sent everywhere", async () => {
  const server = new ScriptedServer({ "/v1/models": guarded, "/v1/chat/completions": () => answerOf("ok") });
  const storage = keyStorage();
  const data = await openPage(server, { keyStorage: storage });
  expect(data.getSnapshot().connection).toEqual({ status: "needs-key", rejected: false });
  await data.setKey("wrong");
  expect(data.getSnapshot().connection).toEqual({ status: "needs-key", rejected: true });
  const right = data.setKey(" right ");
  expect(data.getSnapshot().connection.status).toBe("needs-key");
  await right;
  expect(data.getSnapshot().connection).toEqual({ status: "ready" });
  expect([...storage.values.values()]).toEqual(["right"]);
  await data.send(data.createConversation(), "Hello");
  expect(server.of("/v1/chat/completions")[0]?.authorization).toBe("Bearer right");
  await data.dispose();

  const reloaded = await openPage(server, { keyStorage: storage });
  expect(reloaded.getSnapshot().connection).toEqual({ status: "ready" });
  await reloaded.setKey("");
  expect(storage.values.size).toBe(0);
  await reloaded.dispose();
});

test("an answer that is refused for its key asks for one", async () => {
  const server = new ScriptedServer({ "/v1/chat/completions": () => errorResponse(401, "The key has expired.") });
  const data = await openPage(server);
  await data.send(data.createConversation(), "Hello");
  expect(data.getSnapshot().connection).toEqual({ status: "needs-key", rejected: false });
  await data.dispose();
});

test("a loading model is shown with its progress until it is there", async () => {
  let loaded = false;
  let progress: object = { status: "loading", progress: { stage: "weights", done: 30, total: 120 } };
  const server = new ScriptedServer({
    "/v1/models": () => (loaded ? jsonResponse(model) : errorResponse(503, "Loading model")),
    "/ready": () => jsonResponse({ error: { message: "Loading model" }, ...progress }, 503),
  });
  const data = await openPage(server, { loadingPollMs: 5 });
  expect(data.getSnapshot().connection).toEqual({ status: "loading", progress: 0.25 });
  progress = { status: "loading" };
  await until(data, () => {
    const { connection } = data.getSnapshot();
    return connection.status === "loading" && connection.progress === null;
  });
  loaded = true;
  await until(data, () => data.getSnapshot().connection.status === "ready");
  expect(data.getSnapshot().model).toMatchObject({ id: "nano", contextLength: null, sampling: { temperature: null } });
  await data.dispose();
});

test("a model that cannot be loaded is a failure with its reason", async () => {
  const server = new ScriptedServer({
    "/v1/models": () => errorResponse(503, "Loading model"),
    "/ready": () => jsonResponse({ error: { message: "The model could not be loaded." }, status: "failed" }, 503),
  });
  const data = await openPage(server);
  expect(data.getSnapshot().connection).toMatchObject({
    status: "failed",
    error: { message: "The model could not be loaded." },
  });
  await data.dispose();
});

test("a server that is away is asked again until it is back", async () => {
  let away = true;
  const server = new ScriptedServer({
    "/v1/models": () => {
      if (away) throw new TypeError("fetch failed");
      return jsonResponse(model);
    },
  });
  const data = await openPage(server, { failedPollMs: 5 });
  expect(data.getSnapshot().connection).toMatchObject({ status: "failed", error: { kind: "unreachable" } });
  away = false;
  await until(data, () => data.getSnapshot().connection.status === "ready");
  await data.dispose();
});

test("something that is no such server is told as such", async () => {
  const data = await openPage(new ScriptedServer({ "/v1/models": () => new Response("<html>") }));
  expect(data.getSnapshot().connection).toMatchObject({ status: "failed", error: { kind: "protocol" } });
  await data.dispose();
});

test("a server that says it has no tools is not asked for them", async () => {
  const told = { data: [{ id: "nano", meta: { hermes: { contextLength: 4096, agentTools: 0 } } }] };
  const server = new ScriptedServer({ "/v1/models": () => jsonResponse(told) });
  const data = await openPage(server);
  expect(data.getSnapshot()).toMatchObject({ connection: { status: "ready" }, tools: { status: "unavailable" } });
  expect(server.of("/v1/agent/tools")).toEqual([]);
  await data.dispose();
});
