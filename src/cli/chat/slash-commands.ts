import { HermesError } from "../../errors.ts";
import { readTools } from "../chat-request.ts";
import { describeTools } from "./chat-tools.ts";
import type { Conversation } from "./conversation.ts";

/** What the loop does after a command. */
export type Outcome =
  | { readonly type: "say"; readonly text: string }
  /** Ask for an answer to what was added. */
  | { readonly type: "answer" }
  | { readonly type: "exit" };

interface SlashCommand {
  readonly usage: string;
  readonly help: string;
  run(conversation: Conversation, argument: string): Outcome | Promise<Outcome>;
}

const commands: Readonly<Record<string, SlashCommand>> = {
  think: {
    usage: "/think on|off",
    help: "think before answering",
    run: (conversation, argument) => toggle(conversation, "thinking", "/think", argument),
  },
  keep: {
    usage: "/keep on|off",
    help: "keep earlier thoughts in the prompt",
    run: (conversation, argument) => toggle(conversation, "keepCots", "/keep", argument),
  },
  fold: {
    usage: "/fold on|off",
    help: "hide thoughts behind one line",
    run: (conversation, argument) => toggle(conversation, "fold", "/fold", argument),
  },
  show: {
    usage: "/show",
    help: "print the last thought",
    run: (conversation) => say(conversation.lastThought ?? "the last answer had no thought"),
  },
  system: {
    usage: "/system TEXT",
    help: "set the system prompt; without TEXT, remove it",
    run(conversation, argument) {
      conversation.settings.system = argument === "" ? undefined : argument;
      return say(argument === "" ? "no system prompt of your own" : "system prompt set");
    },
  },
  tools: {
    usage: "/tools FILE",
    help: "offer the tools of a JSON file, whose results you give; without FILE, offer none",
    async run(conversation, argument) {
      conversation.settings.tools = argument === "" ? undefined : await readTools(argument);
      const names = conversation.settings.tools?.map((tool) => tool.function.name);
      return say(names === undefined ? "no tools" : `tools: ${names.join(", ")}`);
    },
  },
  tool: {
    usage: "/tool TEXT",
    help: "give the result of a tool call",
    run(conversation, argument) {
      if (conversation.openCalls === 0) throw usage("/tool answers a tool call, and none is waiting for a result");
      conversation.addToolResult(argument);
      const { openCalls } = conversation;
      return openCalls === 0 ? { type: "answer" } : say(`${openCalls} more to give`);
    },
  },
  agent: {
    usage: "/agent on|off",
    help: "run tools for the model, built-in ones and those of MCP servers",
    run: switchTools,
  },
  reset: {
    usage: "/reset",
    help: "forget the conversation",
    run(conversation) {
      conversation.reset();
      return say("a new conversation");
    },
  },
  help: { usage: "/help", help: "print this list", run: () => say(renderHelp()) },
  exit: { usage: "/exit", help: "leave (also Ctrl-D)", run: () => ({ type: "exit" }) },
};

/** Runs a line that begins with "/". Throws HermesError "usage" for an unknown command or argument. */
export async function runSlashCommand(conversation: Conversation, line: string): Promise<Outcome> {
  const [, name = "", argument = ""] = /^\/(\S*)\s*([\s\S]*)$/.exec(line) ?? [];
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) throw usage(`there is no command /${name}; /help lists them`);
  return command.run(conversation, argument.trim());
}

async function switchTools({ runnable }: Conversation, argument: string): Promise<Outcome> {
  if (argument !== "on" && argument !== "off") throw usage("/agent is on or off, as in /agent on");
  const warnings = argument === "on" ? await runnable.turnOn() : [];
  if (argument === "off") runnable.turnOff();
  const tools = runnable.setup === null ? "tools are not run" : describeTools(runnable.setup);
  return say([...warnings, tools].join("\n"));
}

function toggle(
  conversation: Conversation,
  setting: "thinking" | "keepCots" | "fold",
  name: string,
  argument: string,
): Outcome {
  if (argument !== "on" && argument !== "off") throw usage(`${name} is on or off, as in ${name} on`);
  conversation.settings[setting] = argument === "on";
  return say(`${name} ${argument}`);
}

function renderHelp(): string {
  const rows = Object.values(commands).map(({ usage: text, help }) => `${text.padEnd(16)}${help}`);
  return [...rows, "Ctrl-C stops an answer; twice at the prompt it leaves."].join("\n");
}

function say(text: string): Outcome {
  return { type: "say", text };
}

function usage(message: string): HermesError {
  return new HermesError("usage", message, {});
}
