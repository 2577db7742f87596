import { HOSTNAME_LENGTH, hostname, idnHostname, ipv4, ipv6 } from "./internet-address.ts";

/** `Mailbox` of RFC 5321 and RFC 6531, as patterns for whole strings. */

const atom = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]";
const dotString = String.raw`${atom}+(?:\.${atom}+)*`;
/** Half as many parts as the limit of 64 allows characters: a part may take two. */
const quotedString = String.raw`"(?:[ !#-\[\]-~]|\\[ -~]){0,31}"`;
const addressLiteral = String.raw`\[(?:${ipv4}|IPv6:${ipv6})\]`;

export const email = `(?:${dotString}|${quotedString})@(?:${hostname}|${addressLiteral})`;

/** What also holds of a mailbox: at most 64 characters in front of the last `@`, 253 behind it. */
export const emailLengths = `(?:[^"@]{1,64}|"[^]*")@[^@]{1,253}`;

/** Sixty-four characters, the `@`, and a host name. */
export const EMAIL_LENGTH = 64 + 1 + HOSTNAME_LENGTH;

const foreign = String.raw`\u0080-\ud7ff\ue000-\u{10ffff}`;
const foreignAtom = atom.replace("[", `[${foreign}`);
/** At most 16 characters, which are at most 64 bytes. */
const foreignLocalPart = String.raw`(?:${foreignAtom}{1,16}|"(?:[ !#-\[\]-~${foreign}]|\\[ -~]){0,15}")`;

export const idnEmail = `(?:${dotString}|${foreignLocalPart})@${idnHostname}`;
