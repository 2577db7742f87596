/** A file that a task reads. Data are never part of this package and never fetched. */
export interface DataFile {
  /** Path inside the data folder, with slashes; also the name under which a user can give another path. */
  readonly name: string;
  /** SHA-256 in hexadecimal of the file that scores are compared on; null where none is known. */
  readonly sha256: string | null;
  /** What it is and where people get it, for the message when it is missing. */
  readonly source: string;
}
