/** At most `length` UTF-16 code units of a text, with a note where it was cut; never half a character. */
export function limitText(text: string, length: number): string {
  const whole = text.toWellFormed();
  if (whole.length <= length) return whole;
  const kept = isHighSurrogate(whole.charCodeAt(length - 1)) ? length - 1 : length;
  return `${whole.slice(0, kept)}\n[cut here: ${kept} of ${whole.length} characters]`;
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}
