/** The forms of RFC 3339, as patterns for whole strings. */

const leapYear = String.raw`(?:\d\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)`;
const dayOfAnyYear = String.raw`(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|1\d|2[0-8]))`;

/** `full-date`: days that exist, in the Gregorian calendar from the year 0000 on. */
export const date = String.raw`(?:\d{4}-${dayOfAnyYear}|${leapYear}-02-29)`;

const hour = String.raw`(?:[01]\d|2[0-3])`;
const fraction = String.raw`(?:\.\d+)?`;
const ordinaryTime = String.raw`${hour}:[0-5]\d:[0-5]\d${fraction}(?:[Zz]|[+-]${hour}:[0-5]\d)`;

/**
 * A second 60 stands only where the clock of Greenwich shows 23:59, for offsets by hours and, as zones have them, halves and three
 * quarters. Other offsets do without leap seconds here.
 */
const offsetMinutes = [0, 30, 45];

function leapTimes(sign: "+" | "-"): string {
  const times = Array.from({ length: 24 }, (_, offsetHour) =>
    offsetMinutes.map((offsetMinute) => {
      const offset = offsetHour * 60 + offsetMinute;
      const local = 23 * 60 + 59 + (sign === "+" ? offset : -offset);
      return `${clock(local)}:60${fraction}\\${sign}${clock(offset)}`;
    }),
  );
  return times.flat().join("|");
}

function clock(minutes: number): string {
  const two = (number: number) => String(number).padStart(2, "0");
  return `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`;
}

const leapInGreenwich = `23:59:60${fraction}[Zz]`;

/** `full-time`. */
export const time = `(?:${ordinaryTime}|${leapInGreenwich}|${leapTimes("+")}|${leapTimes("-")})`;

/**
 * `date-time` with the `T` of the grammar, in either case. Leap seconds end June and December; east of Greenwich the next day has begun
 * by then.
 */
export const dateTime = [
  `${date}[Tt]${ordinaryTime}`,
  String.raw`\d{4}-(?:06-30|12-31)[Tt](?:${leapInGreenwich}|${zeroOffset()}|${leapTimes("-")})`,
  String.raw`\d{4}-(?:07-01|01-01)[Tt](?:${leapTimes("+").replace(`${zeroOffset()}|`, "")})`,
].join("|");

function zeroOffset(): string {
  return `23:59:60${fraction}\\+00:00`;
}

const timePart = String.raw`T(?:\d+H(?:\d+M(?:\d+S)?)?|\d+M(?:\d+S)?|\d+S)`;
const datePart = String.raw`(?:\d+Y(?:\d+M(?:\d+D)?)?|\d+M(?:\d+D)?|\d+D)`;

/** `duration` of appendix A: no unit is left out between two others, weeks stand alone. */
export const duration = String.raw`P(?:${datePart}(?:${timePart})?|${timePart}|\d+W)`;
