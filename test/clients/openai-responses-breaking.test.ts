import { ResponseStream } from "openai/lib/responses/ResponseStream";
import { describe, expect, test } from "vitest";

type Event = Readonly<Record<string, unknown>>;

const place = { item_id: "msg_1", output_index: 0, content_index: 0 };
const message = { type: "message", id: "msg_1", role: "assistant", status: "in_progress", content: [] as object[] };
const part = (text: string) => ({ type: "output_text", text, annotations: [], logprobs: [] });
const done = { ...message, status: "completed", content: [part("a")] };
const response = (status: string, output: object[] = []) => ({ id: "resp_1", object: "response", status, output });

/** An answer of one letter, as we send it. */
const created: Event = { type: "response.created", response: response("in_progress") };
const inProgress: Event = { type: "response.in_progress", response: response("in_progress") };
const itemAdded: Event = { type: "response.output_item.added", output_index: 0, item: message };
const partAdded: Event = { type: "response.content_part.added", ...place, part: part("") };
const delta: Event = { type: "response.output_text.delta", ...place, delta: "a", logprobs: [] };
const textDone: Event = { type: "response.output_text.done", ...place, text: "a", logprobs: [] };
const partDone: Event = { type: "response.content_part.done", ...place, part: part("a") };
const itemDone: Event = { type: "response.output_item.done", output_index: 0, item: done };
const completed: Event = { type: "response.completed", response: response("completed", [done]) };
const whole = [created, inProgress, itemAdded, partAdded, delta, textDone, partDone, itemDone, completed];

function gather(events: readonly Event[]) {
  const lines = events.map((event, index) => Buffer.from(`${JSON.stringify({ ...event, sequence_number: index })}\n`));
  return ResponseStream.fromReadableStream(ReadableStream.from(lines)).finalResponse();
}

test("the stream that the others break is whole", async () => {
  expect(await gather(whole)).toMatchObject({ output_text: "a", status: "completed" });
});

/** Each row breaks one rule of the stream of events; the test shows that the rule is one of the client's, not only ours. */
describe("what OpenAI's client does not survive", () => {
  const without = (left: Event) => whole.filter((event) => event !== left);
  test.each<[string, readonly Event[], RegExp]>([
    ["another first event", without(created), /response.created/],
    ["text without its part", without(partAdded), /missing content at index 0/],
    ["text without its item", without(itemAdded), /missing output at index 0/],
    ["an index used twice", [...whole.slice(0, 8), itemAdded, completed], /Duplicate response output index 0/],
    [
      "another id at the end",
      [...whole.slice(0, 8), { ...completed, response: { ...response("completed", [done]), id: "resp_2" } }],
      /identity changed/,
    ],
    [
      "an item that is not over",
      [...whole.slice(0, 7), { ...completed, response: response("completed") }],
      /unfinished/,
    ],
    ["an event of our own", [created, { type: "response.prompt_progress" }, ...whole.slice(1)], /Unhandled/],
  ])("%s", async (_name, events, message) => {
    await expect(gather(events)).rejects.toThrow(message);
  });
});
