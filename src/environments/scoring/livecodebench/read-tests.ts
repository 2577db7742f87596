import { unzipSync } from "node:zlib";
import { z } from "zod";

const tests = z
  .array(z.object({ input: z.string(), output: z.string(), testtype: z.enum(["stdin", "functional"]) }))
  .min(0);

export type CodeTest = z.infer<typeof tests>[number];

/** Tests are a list as JSON; private ones of the lite edition are that in a Python pickle, compressed, in base64. Throws on anything else. */
export function readTests(text: string): CodeTest[] {
  const trimmed = text.trim();
  return tests.parse(
    JSON.parse(trimmed.startsWith("[") ? trimmed : unpickleText(unzipSync(Buffer.from(trimmed, "base64")))),
  );
}

/** The text that a pickle of nothing but a text holds (protocols 2 to 5). Nothing of the pickle is executed. */
function unpickleText(bytes: Buffer): string {
  const [PROTO, FRAME, SHORT, LONG, LONGER] = [0x80, 0x95, 0x8c, 0x58, 0x8d];
  let at = bytes[0] === PROTO ? 2 : 0;
  if (bytes[at] === FRAME) at += 9;
  const code = bytes[at];
  const [start, length] =
    code === SHORT
      ? [at + 2, bytes[at + 1]!]
      : code === LONG
        ? [at + 5, bytes.readUInt32LE(at + 1)]
        : code === LONGER
          ? [at + 9, Number(bytes.readBigUInt64LE(at + 1))]
          : [0, -1];
  if (length < 0 || start + length > bytes.length) throw new Error("expected a pickle of one text");
  return bytes.toString("utf8", start, start + length);
}
