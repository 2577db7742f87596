/** What a card says of a model's licence. */
export interface Licence {
  /** Identifier on the card, such as "apache-2.0"; null when the card names none. */
  readonly id: string | null;
  /** For people. */
  readonly name: string;
  /** Where it can be read. */
  readonly url: string;
}

const licenceNames: Readonly<Record<string, string>> = {
  "apache-2.0": "Apache License 2.0",
  mit: "MIT License",
  llama3: "Meta Llama 3 Community License",
  "llama3.1": "Llama 3.1 Community License",
  "llama3.2": "Llama 3.2 Community License",
  "llama3.3": "Llama 3.3 Community License",
};

/** The licence with this identifier. `ownName` and `link` are what a card with `license: other` gives. */
export function describeLicence(id: string | null, cardUrl: string, ownName?: string, link?: string): Licence {
  const url = link !== undefined && /^https?:\/\//.test(link) ? link : cardUrl;
  if (id === null) return { id, name: "no licence stated", url };
  return { id, name: (Object.hasOwn(licenceNames, id) ? licenceNames[id] : undefined) ?? ownName ?? id, url };
}
