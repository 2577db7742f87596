/** A process of its own: an endpoint that streams answers at a fixed pace to whoever asks, and notes when it was busy. */
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { childInput } from "../child.ts";

export interface EndpointInput {
  /** Tokens of an answer: drawn evenly between the two. */
  readonly fewest: number;
  readonly most: number;
  readonly msPerToken: number;
}

/** Milliseconds of this process's clock. */
export interface BusyTime {
  readonly start: number;
  readonly end: number;
}

interface RunningAnswer {
  readonly response: ServerResponse;
  readonly start: number;
  left: number;
}

const { fewest, most, msPerToken } = childInput<EndpointInput>();
const running = new Set<RunningAnswer>();
const times: BusyTime[] = [];
let drawn = 0;

/** Lengths without a seed: the same in every run. */
function nextLength(): number {
  drawn = (drawn * 1_103_515_245 + 12_345) % 2 ** 31;
  return fewest + (drawn % (most - fewest + 1));
}

const event = (value: object) =>
  `data: ${JSON.stringify({ id: "1", object: "chat.completion.chunk", created: 1, model: "scripted", ...value })}\n\n`;
const token = event({ choices: [{ index: 0, delta: { content: " 42" }, finish_reason: null }] });

function advance(): void {
  for (const answer of running) {
    if (answer.left-- > 0) {
      answer.response.write(token);
      continue;
    }
    const usage = { prompt_tokens: 20, completion_tokens: 40, total_tokens: 60 };
    answer.response.write(event({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }] }));
    answer.response.end(`${event({ choices: [], usage })}data: [DONE]\n\n`);
    times.push({ start: answer.start, end: performance.now() });
    running.delete(answer);
  }
}

const server = createServer((request, response) => {
  if (request.url?.endsWith("/models")) {
    response
      .setHeader("content-type", "application/json")
      .end(JSON.stringify({ object: "list", data: [{ id: "scripted", object: "model" }] }));
    return;
  }
  const start = performance.now();
  request.resume().on("end", () => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    running.add({ response, start, left: nextLength() });
  });
});
const timer = setInterval(advance, msPerToken);
server.listen(0, "127.0.0.1", () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on("message", () => {
  clearInterval(timer);
  server.close();
  server.closeAllConnections();
  process.send?.({ times });
  process.disconnect?.();
});
