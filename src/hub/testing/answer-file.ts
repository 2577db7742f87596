/** For tests only: sends the bytes of a file, whole or in part, rightly or not. */
import type { IncomingMessage, ServerResponse } from "node:http";

export type Fault =
  /** The connection breaks behind so many bytes of the answer. */
  | { readonly kind: "cut"; readonly afterBytes: number }
  | {
      readonly kind: "status";
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  /** Right length, one bit wrong. */
  | { readonly kind: "flipped-bit"; readonly at: number }
  /** Whole file whatever range was asked. */
  | { readonly kind: "no-ranges"; readonly cutAfterBytes?: number }
  /** Something else with status 200: a sign-in page, or the given JSON. */
  | { readonly kind: "page"; readonly json?: string }
  /** So many bytes, then nothing more. */
  | { readonly kind: "stall"; readonly afterBytes: number }
  /** Nothing until the promise settles, then everything. */
  | { readonly kind: "held"; readonly until: Promise<unknown> }
  /** A piece of so many bytes each ten milliseconds. */
  | { readonly kind: "slow"; readonly pieceBytes: number }
  /** More bytes than announced, without a length. */
  | { readonly kind: "longer" };

export function answerFile(
  response: ServerResponse,
  request: IncomingMessage,
  bytes: Uint8Array,
  fault?: Fault,
): ServerResponse {
  if (fault?.kind === "page") {
    const [type, body] =
      fault.json === undefined
        ? ["text/html", "<html>Sign in to this network</html>"]
        : ["application/json", fault.json];
    return response.writeHead(200, { "content-type": type }).end(body);
  }
  if (fault?.kind === "status") return response.writeHead(fault.status, fault.headers).end(fault.body);
  if (fault?.kind === "longer") {
    response.writeHead(200, { "content-type": "binary/octet-stream" });
    response.write(bytes);
    return response.end("and more");
  }
  const range = fault?.kind === "no-ranges" ? null : readRange(request.headers.range, bytes.length);
  const { from, to } = range ?? { from: 0, to: bytes.length };
  if (range !== null && from >= bytes.length) return response.writeHead(416).end();
  if (range !== null) response.setHeader("content-range", `bytes ${from}-${to - 1}/${bytes.length}`);
  response.writeHead(range === null ? 200 : 206, {
    "content-type": "binary/octet-stream",
    "content-length": to - from,
    "accept-ranges": "bytes",
  });
  sendBody(response, bytes.subarray(from, to), fault, from);
  return response;
}

function sendBody(response: ServerResponse, body: Uint8Array, fault: Fault | undefined, from: number): void {
  if (fault?.kind === "slow") {
    sendSlowly(response, body, fault.pieceBytes);
  } else if (fault?.kind === "held") {
    void fault.until.then(() => response.end(body));
  } else if (fault?.kind === "stall") {
    response.write(body.subarray(0, fault.afterBytes));
  } else if (fault?.kind === "flipped-bit") {
    response.end(body.map((byte, index) => (index + from === fault.at ? byte ^ 1 : byte)));
  } else {
    const cut =
      fault?.kind === "cut" ? fault.afterBytes : fault?.kind === "no-ranges" ? fault.cutAfterBytes : undefined;
    if (cut === undefined || cut >= body.length) response.end(body);
    else response.write(body.subarray(0, cut), () => response.destroy());
  }
}

function sendSlowly(response: ServerResponse, body: Uint8Array, pieceBytes: number): void {
  let sent = 0;
  const timer = setInterval(() => {
    if (response.destroyed) {
      clearInterval(timer);
      return;
    }
    response.write(body.subarray(sent, sent + pieceBytes));
    sent += pieceBytes;
    if (sent < body.length) return;
    clearInterval(timer);
    response.end();
  }, 10);
}

/** "bytes=100-" and "bytes=100-199"; `to` is the first byte that is not asked for. */
function readRange(
  range: string | undefined,
  byteLength: number,
): { readonly from: number; readonly to: number } | null {
  const [, from, last] = /^bytes=(\d+)-(\d*)$/.exec(range ?? "") ?? [];
  if (from === undefined) return null;
  return { from: Number(from), to: last ? Math.min(byteLength, Number(last) + 1) : byteLength };
}
