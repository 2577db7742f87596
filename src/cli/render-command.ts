import type { Command } from "commander";
import type { ProfileName, RawJson, RenderedPrompt, RenderInput } from "../chat/index.ts";
import { parseRawJson, profiles, renderPrompt } from "../chat/index.ts";
import { HermesError } from "../errors.ts";
import { findModelFolder } from "./model-folder.ts";
import { readAll, readUserFile } from "./read-input.ts";
import type { Terminal } from "./terminal.ts";

interface RenderFlags {
  readonly exact?: boolean;
  readonly tokens?: boolean;
  readonly model: string;
}

/** Fields of the input file, by the names of the template's variables. */
const fields = [
  "messages",
  "tools",
  "thinking",
  "keep_cots",
  "add_generation_prompt",
  "bos_token",
  "template",
] as const;
type Fields = Partial<Record<(typeof fields)[number], RawJson>>;

export function addRenderCommand(program: Command, terminal: Terminal): void {
  program
    .command("render")
    .description("print the prompt of a conversation, byte for byte")
    .argument("<file>", `JSON file with { ${fields.join(", ")} }; - reads standard input`)
    .option("--exact", "the published template's bytes, failing where it fails (default: its known faults are mended)")
    .option("--tokens", "print the token ids as JSON instead of the text")
    .option("--model <dir>", "model folder whose tokenizer --tokens uses", "nano")
    .action(async (file: string, flags: RenderFlags) => {
      const text = file === "-" ? await readAll(terminal.input) : await readUserFile(file, "the conversation");
      const prompt = renderPrompt(readConversation(text, flags.exact === true));
      for (const warning of prompt.warnings) terminal.writeError(`warning: ${warning.message}\n`);
      terminal.write(flags.tokens ? `${JSON.stringify(await encode(prompt, flags))}\n` : prompt.text);
    });
}

/** The file's fields as the renderer's. Numbers and key order of tools and arguments stay as written. */
function readConversation(text: string, exact: boolean): RenderInput {
  const read = readFields(text);
  const profile = (read.template ?? "llama3") as ProfileName;
  const bosToken = (read.bos_token ?? (Object.hasOwn(profiles, profile) ? profiles[profile].bosToken : null)) as
    | string
    | null;
  return {
    profile,
    bosToken,
    mode: exact ? "publisher" : "guarded",
    // The renderer checks what it is given and names the field; JSON has no types to rely on.
    messages: read.messages as unknown as RenderInput["messages"],
    tools: (read.tools ?? null) as unknown as NonNullable<RenderInput["tools"]>,
    thinking: (read.thinking ?? null) as boolean | null,
    keepCots: (read.keep_cots ?? null) as boolean | null,
    addGenerationPrompt: (read.add_generation_prompt ?? null) as boolean | null,
  };
}

function readFields(text: string): Fields {
  const value = parseRawJson(text, "the conversation file");
  if (typeof value !== "object" || value === null || Array.isArray(value) || value instanceof Map) {
    throw invalid("the conversation file", `is not an object with the fields ${fields.join(", ")}`);
  }
  const unknown = Object.keys(value).find((key) => !fields.some((field) => field === key));
  if (unknown !== undefined)
    throw invalid(unknown, `is no field of a conversation file; fields are ${fields.join(", ")}`);
  return value as Fields;
}

async function encode(prompt: RenderedPrompt, { exact, model }: RenderFlags): Promise<number[]> {
  const { loadTokenizer } = await import("../tokenizer/index.ts");
  const tokenizer = await loadTokenizer(findModelFolder(model));
  return exact ? tokenizer.encode(prompt.text) : tokenizer.encodeSegments(prompt.segments);
}

function invalid(field: string, what: string): HermesError {
  return new HermesError("prompt-invalid", `${field} ${what}`, { field });
}
