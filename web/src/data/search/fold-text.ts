/** Text as it is compared: without case, accents and the forms of a letter that Unicode calls compatible. */
export function foldText(text: string): string {
  // The sigma at the end of a word has a form of its own, which depends on what follows.
  return text.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "").replaceAll("ς", "σ");
}

/** A folded text with the way back: `starts[i]` is where the character behind `folded[i]` starts in the text. */
export interface FoldedText {
  readonly folded: string;
  readonly starts: readonly number[];
}

/** As `foldText`, but character by character: slower, for the one text that is shown. */
export function foldWithPlaces(text: string): FoldedText {
  let folded = "";
  const starts: number[] = [];
  let place = 0;
  for (const character of text) {
    const piece = foldText(character);
    for (let i = 0; i < piece.length; i++) starts.push(place);
    folded += piece;
    place += character.length;
  }
  starts.push(text.length);
  return { folded, starts };
}
