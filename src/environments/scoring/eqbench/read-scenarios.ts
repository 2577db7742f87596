export interface Scenario {
  readonly id: string;
  /** What the user says, turn by turn. */
  readonly prompts: readonly string[];
}

/** Scenarios of EQ-Bench 3: `######## id` begins one, `####### Prompt1` a turn of it. Empty turns and scenarios are left out. */
export function readScenarios(text: string): Scenario[] {
  const scenarios: { id: string; prompts: string[][] }[] = [];
  for (const line of text.split("\n")) {
    const id = /^########\s*([^\s#]\S*)/.exec(line.trim())?.[1];
    const current = scenarios.at(-1);
    if (id !== undefined) scenarios.push({ id, prompts: [] });
    else if (/^#######\s*Prompt\d+/.test(line.trim())) current?.prompts.push([]);
    else current?.prompts.at(-1)?.push(line.trimEnd());
  }
  return scenarios
    .map(({ id, prompts }) => ({
      id,
      prompts: prompts.map((lines) => lines.join("\n").trim()).filter((prompt) => prompt !== ""),
    }))
    .filter(({ prompts }) => prompts.length > 0);
}
