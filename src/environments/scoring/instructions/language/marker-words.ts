/** Languages that the detector's model does not know, by words and forms that are frequent in them and rare in their neighbours. */
export interface MarkerWords {
  readonly language: string;
  readonly words: ReadonlySet<string>;
  /** Inflected forms. */
  readonly forms: RegExp;
}

export const MARKER_WORDS: readonly MarkerWords[] = [
  {
    language: "sw",
    words: words(
      "ya wa kwa katika cha vya kama hii hiyo hizo huu yake yangu yako wake wangu wetu yetu kuwa lakini watu mtu siku kila hapa " +
        "huko ambao ambayo ambaye hivyo baada kabla ili yote wote wewe yeye sisi hakuna kutoka kwamba mwa nyumba kazi ndani chini " +
        "kesho nchi mwaka wakati mtoto watoto rafiki",
    ),
    forms: /^(?:ni|u|a|tu|m|wa|ki|vi|i|zi)(?:na|li|ta|me)[a-z]{3,}[aei]$/u,
  },
  {
    language: "ne",
    words: words(
      "छ छन् छन छु छौ छौं होइन हुन् हुन्छ थियो थिए भयो भएको भए गर्छ गर्छन् गर्न गरेको गर्ने गर्नु गर्दै पनि यो त्यो हाम्रो मेरो तिम्रो आफ्नो तपाईं " +
        "हामी धेरै राम्रो एउटा अनि भने भनेर सबै छैन सँग गरी मैले",
    ),
    forms: /^[\p{L}\p{M}]{3,}(?:को|मा|लाई|हरू|हरु|न्छ|छन्|बाट)$/u,
  },
];

export function isMarker({ words, forms }: MarkerWords, word: string): boolean {
  return words.has(word) || forms.test(word);
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(" "));
}
