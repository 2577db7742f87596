import type { Language } from "./class-machine.ts";
import { date, dateTime, duration, time } from "./formats/date-time.ts";
import { EMAIL_LENGTH, email, emailLengths, idnEmail } from "./formats/email.ts";
import { HOSTNAME_LENGTH, hostname, idnHostname, ipv4, ipv6 } from "./formats/internet-address.ts";
import { jsonPointer, relativeJsonPointer, uuid } from "./formats/pointer.ts";
import { regularExpression } from "./formats/regular-expression.ts";
import { iri, uri, uriTemplate } from "./formats/uri.ts";
import { intersection, wholeMatchLanguage } from "./languages.ts";
import { LazyMachine } from "./lazy-machine.ts";
import { lengthLanguage } from "./length-machine.ts";

/** What the strings of a format are. */
interface Format {
  /**
   * Whether the language holds every string that the standard names. Otherwise it holds some of them and no other: right for writing,
   * but "not of this format" must not be concluded from it.
   */
  readonly isExact: boolean;
  /** Expressions that all match the whole string. */
  readonly patterns: readonly string[];
  readonly maxLength?: number;
}

const exact = (pattern: string): Format => ({ isExact: true, patterns: [pattern] });
const some = (...patterns: string[]): Format => ({ isExact: false, patterns });

const formats: ReadonlyMap<string, Format> = new Map([
  ["date", exact(date)],
  ["time", some(time)],
  ["date-time", some(dateTime)],
  ["duration", exact(duration)],
  ["email", { ...some(email, emailLengths), maxLength: EMAIL_LENGTH }],
  ["idn-email", { ...some(idnEmail, emailLengths), maxLength: EMAIL_LENGTH }],
  ["hostname", { ...some(hostname), maxLength: HOSTNAME_LENGTH }],
  ["idn-hostname", { ...some(idnHostname), maxLength: HOSTNAME_LENGTH }],
  ["ipv4", exact(ipv4)],
  ["ipv6", exact(ipv6)],
  ["uri", exact(uri.absolute)],
  ["uri-reference", exact(uri.any)],
  ["uri-template", exact(uriTemplate)],
  ["iri", exact(iri.absolute)],
  ["iri-reference", exact(iri.any)],
  ["uuid", exact(uuid)],
  ["json-pointer", exact(jsonPointer)],
  ["relative-json-pointer", some(relativeJsonPointer)],
  ["regex", some(regularExpression)],
]);

/** The formats of JSON Schema that are known; any other name is an annotation. */
export const formatNames: readonly string[] = [...formats.keys()];

/** What a shared machine may have learnt before it is made anew, in cells of its table: 2 MiB. */
const MOST_CELLS = 2 ** 19;

/** Machines that all schemas share, so that what one has learnt of a format spares the next the work. */
const shared = new Map<string, Language>();

/** The strings of a format, or part of them (see isExactFormat); undefined for a format that is not known. */
export function formatLanguage(name: string): Language | undefined {
  const format = formats.get(name);
  if (format === undefined) return undefined;
  let language = shared.get(name);
  if (language === undefined || (language instanceof LazyMachine && language.cells > MOST_CELLS)) {
    const languages = format.patterns.map((pattern) => wholeMatchLanguage(pattern));
    if (format.maxLength !== undefined) languages.push(lengthLanguage(0, format.maxLength));
    language = intersection(languages);
    shared.set(name, language);
  }
  return language;
}

/** Whether `formatLanguage` holds all strings of the format: only then may its complement stand for "not of this format". */
export function isExactFormat(name: string): boolean {
  return formats.get(name)?.isExact ?? false;
}
