import { type Json, renderJson } from "../../chat/index.ts";
import type { AgentTool, ToolResult } from "../contract.ts";
import { builtIn } from "./built-in.ts";

/** Tells date and time in a time zone. `now` gives milliseconds since 1970. */
export function createClock(now: () => number): AgentTool {
  return builtIn({
    name: "clock",
    description: "Current date and time in a place or time zone.",
    parameter: {
      name: "place",
      description: 'an IANA time zone such as "Europe/Paris", or the city of one',
    },
    answer: (place) => tellTime(place.trim(), new Date(now())),
  });
}

function tellTime(place: string, time: Date): ToolResult {
  const zone = findZone(place);
  if (zone === null) {
    const content = `There is no time zone ${JSON.stringify(place)}. Give an IANA name such as "Europe/Paris" or "UTC".`;
    return { content, isError: true };
  }
  return { content: renderJson(describeTime(zone, time), "clock"), isError: false };
}

/** Spaced as Hermes models know JSON from their prompts. */
function describeTime(timeZone: string, time: Date): Json {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    weekday: "long",
  });
  const part = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, value]));
  return {
    time: `${part.hour}:${part.minute}`,
    weekday: part.weekday ?? "",
    date: `${part.year}-${part.month}-${part.day}`,
    zone: timeZone,
  };
}

/** The zone of that name, or the one whose last part is the city: "Europe/Paris" for "Paris". */
function findZone(place: string): string | null {
  const wanted = place.replaceAll(" ", "_").toLowerCase();
  const byCity = Intl.supportedValuesOf("timeZone").find((zone) => zone.toLowerCase().split("/").at(-1) === wanted);
  if (byCity !== undefined) return byCity;
  // Offsets such as "+02:00" are zones too; so are old names that the list leaves out.
  try {
    return new Intl.DateTimeFormat("en", { timeZone: place.replaceAll(" ", "_") }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}
