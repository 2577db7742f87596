import type { Span } from "../contract.ts";
import type { DataFormat, DataFormatName } from "../scoring/data-formats/index.ts";

/** Where the data stand: between tags, in a fenced block that is the whole answer, or alone. */
export type Container = "tag" | "fence" | "alone";
export const CONTAINERS: readonly Container[] = ["tag", "fence", "alone"];

export function describeForm(format: DataFormatName, container: Container): string {
  const name = format.toUpperCase();
  const root =
    format === "xml"
      ? " Use one root element, whose content is the object; write a list as an element for every item."
      : "";
  switch (container) {
    case "tag":
      return `Write it as ${name} between <${format}_output> and </${format}_output>.${root}`;
    case "fence":
      return `Write it as ${name} in one fenced block of Markdown (\`\`\`${format}), with nothing before or behind it.${root}`;
    case "alone":
      return `Answer with the ${name} alone, without any other text.${root}`;
  }
}

export function writeForm(value: Readonly<Record<string, unknown>>, format: DataFormat, container: Container): string {
  const data = format.write(value);
  if (container === "alone") return data;
  const { name } = format;
  return container === "tag" ? `<${name}_output>\n${data}\n</${name}_output>` : `\`\`\`${name}\n${data}\n\`\`\``;
}

/** The data of an answer: a span of it, or why there is none. */
export function findForm(
  answer: Span,
  format: DataFormatName,
  container: Container,
): Span | "container_missing" | "container_repeated" {
  if (container === "alone") return answer.text === "" ? "container_missing" : answer;
  const [open, close] =
    container === "tag" ? [`<${format}_output>`, `</${format}_output>`] : [`\`\`\`${format}`, "```"];
  const start = answer.text.indexOf(open);
  const end = answer.text.indexOf(close, start + open.length);
  if (start < 0 || end < 0) return "container_missing";
  if (container === "fence" && (start > 0 || end + close.length < answer.text.length)) return "container_missing";
  if (container === "tag" && answer.text.indexOf(open, start + 1) >= 0) return "container_repeated";
  const text = answer.text.slice(start + open.length, end);
  return { text, start: answer.start + start + open.length, end: answer.start + end };
}
