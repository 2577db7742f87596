/** For tests only: a JSON value written in several ways. */
import { Decimal, isJsonArray, isJsonObject, type JsonValue, renderJson } from "../../schema-model/index.ts";

export function spellingsOf(value: JsonValue): string[] {
  return [renderJson(value), write(value, spaced), write(value, escaped)];
}

interface Style {
  readonly gap: string;
  text(text: string): string;
}

const spaced: Style = { gap: " \n", text: (text) => JSON.stringify(text) };

const escaped: Style = {
  gap: "",
  text: (text) => {
    const units = Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
    return `"${units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("")}"`;
  },
};

function write(value: JsonValue, style: Style): string {
  const { gap } = style;
  if (value instanceof Decimal || value === null || typeof value === "boolean") return gap + renderJson(value);
  if (typeof value === "string") return gap + style.text(value);
  if (isJsonArray(value))
    return `${gap}[${value.map((item) => write(item, style) + gap).join()}${value.length > 0 ? "" : gap}]`;
  if (!isJsonObject(value)) throw new TypeError("no JSON value");
  const members = Array.from(value, ([key, member]) => `${gap}${style.text(key)}${gap}:${write(member, style)}${gap}`);
  return `${gap}{${members.join()}}`;
}
