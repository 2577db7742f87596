import { type Command, Option } from "commander";
import {
  type Diagnostic,
  type OutputParserOptions,
  type OutputPart,
  type ParsedOutput,
  parseOutput,
  toMessage,
} from "../chat/index.ts";
import { readAll } from "./read-input.ts";
import type { Terminal } from "./terminal.ts";

interface ParseFlags {
  readonly json?: boolean;
  readonly start?: "reasoning" | "content";
  readonly tools: boolean;
  readonly reasoning: boolean;
}

export function addParseCommand(program: Command, terminal: Terminal): void {
  program
    .command("parse")
    .description("read a model's raw answer on standard input and print its parts")
    .option("--json", "print one object: reasoning, content, tool calls, diagnostics")
    .addOption(
      new Option(
        "--start <state>",
        "where the answer begins when the prompt has opened it: inside a thought or behind it",
      ).choices(["reasoning", "content"]),
    )
    .option("--no-tools", "tool calls are plain text")
    .option("--no-reasoning", "thoughts are plain text")
    .action(async (flags: ParseFlags) => {
      const options: OutputParserOptions = {
        tools: flags.tools,
        reasoning: flags.reasoning,
        ...(flags.start === undefined ? {} : { start: flags.start }),
      };
      const output = parseOutput(await readAll(terminal.input), options);
      terminal.write(flags.json ? `${JSON.stringify(renderOutputJson(output))}\n` : renderParts(output));
    });
}

function renderOutputJson(output: ParsedOutput): object {
  const message = toMessage(output.parts);
  return {
    reasoning: message.reasoning,
    content: message.content,
    tool_calls: message.toolCalls,
    invalid_tool_calls: message.invalidToolCalls,
    diagnostics: output.diagnostics,
  };
}

/** One heading a part, its text indented. */
function renderParts({ parts, diagnostics }: ParsedOutput): string {
  return [...parts.map(renderPart), ...diagnostics.map(renderDiagnostic)].join("");
}

function renderPart(part: OutputPart): string {
  switch (part.type) {
    case "reasoning":
      return `reasoning${part.closed ? "" : " (open)"}\n${indent(part.text)}`;
    case "content":
      return `content\n${indent(part.text)}`;
    case "call":
      return `call ${part.name}${part.closed ? "" : " (open)"}\n${indent(part.arguments)}`;
    case "invalid":
      return `invalid (${part.reason})\n${indent(part.raw)}`;
    default:
      return part satisfies never;
  }
}

function renderDiagnostic({ code, message }: Diagnostic): string {
  return `diagnostic ${code}\n${indent(message)}`;
}

function indent(text: string): string {
  return `${text.replace(/^/gm, "  ")}\n`;
}
