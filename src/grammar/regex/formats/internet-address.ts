/** Numbers and names of hosts, as patterns for whole strings. */

const byte = String.raw`(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)`;

/** Four decimal bytes without leading zeros: `IPv4address` of RFC 3986. */
export const ipv4 = String.raw`${byte}(?:\.${byte}){3}`;

const group = "[0-9A-Fa-f]{1,4}";
const lastTwoGroups = `(?:${group}:${group}|${ipv4})`;

/** `IPv6address` of RFC 3986: eight groups, of which `::` may leave out one or more. */
export const ipv6 = `(?:${[
  `(?:${group}:){6}${lastTwoGroups}`,
  `::(?:${group}:){5}${lastTwoGroups}`,
  `(?:${group})?::(?:${group}:){4}${lastTwoGroups}`,
  `(?:(?:${group}:){0,1}${group})?::(?:${group}:){3}${lastTwoGroups}`,
  `(?:(?:${group}:){0,2}${group})?::(?:${group}:){2}${lastTwoGroups}`,
  `(?:(?:${group}:){0,3}${group})?::${group}:${lastTwoGroups}`,
  `(?:(?:${group}:){0,4}${group})?::${lastTwoGroups}`,
  `(?:(?:${group}:){0,5}${group})?::${group}`,
  `(?:(?:${group}:){0,6}${group})?::`,
].join("|")})`;

const edge = "[A-Za-z0-9]";
const inner = "[A-Za-z0-9-]";

/** One to 63 letters, digits and inner hyphens (RFC 1123), with no two hyphens at the third and fourth place. */
const plainLabel = `${edge}(?:${inner}{0,2}${edge}|${inner}(?:${inner}${edge}|-${edge})${inner}{0,58}${edge})?`;

/**
 * Two hyphens there, but not as `xn--`: that announces an encoded label, and no pattern can tell whether it decodes to a name. None is
 * let pass.
 */
const doubleHyphenLabel = `(?:[A-WYZa-wyz0-9]${inner}|[Xx][A-MO-Za-mo-z0-9-])--${inner}{0,58}${edge}`;
const label = `(?:${plainLabel}|${doubleHyphenLabel})`;

/** A host name; the limit on its whole length is for the caller. */
export const hostname = String.raw`${label}(?:\.${label})*`;

/** The most characters of a host name. */
export const HOSTNAME_LENGTH = 253;

/**
 * Letters of scripts that are written from the left, of which each is allowed by IDNA 2008 wherever it stands: small letters of Latin,
 * Greek and Cyrillic, Hiragana, Han, Hangul. Ten of them stay within 63 when encoded, whichever they are.
 */
const plainLetters = String.raw`\u00df-\u00f6\u00f8-\u00ff\u03ac-\u03ce\u0430-\u045f\u3041-\u3096\u4e00-\u9fa5\uac00-\ud7a3`;
const internationalLabel = `(?:${plainLabel}|[a-z0-9${plainLetters}]{1,10})`;

/** A host name with international labels: four labels at most, which stay within the limit when encoded. */
export const idnHostname = String.raw`${internationalLabel}(?:[.\u3002\uff0e\uff61]${internationalLabel}){0,3}`;
