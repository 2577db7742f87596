/** The files of one quantization in a repository of GGUF files, in the order of their parts. */
export interface GgufGroup<File> {
  /** "Q4_K_M", or the file's name where it tells none. */
  readonly label: string;
  readonly files: readonly File[];
  /** Parts the names promise; more than there are files when some are missing. */
  readonly partCount: number;
}

/** "name-00001-of-00003.gguf", as llama.cpp splits. */
const partName = /-(\d{5})-of-(\d{5})$/;
/** What llama.cpp and the people who convert for it call their formats; the last one in a name counts. */
const formatName = /(?:^|[-._/])((?:UD-)?(?:I?Q\d\w*|TQ\d_\d|MXFP4\w*|BF16|F16|FP16|F32))(?=$|[-._/])/gi;

/** Groups by name. Files beside the model (image projectors, importance matrices) are left out. */
export function groupGgufFiles<File extends { readonly path: string }>(files: readonly File[]): GgufGroup<File>[] {
  const models = files.filter(({ path }) => /\.gguf$/i.test(path) && !/(?:^|[/._-])(?:mmproj|imatrix)/i.test(path));
  const byStem = Map.groupBy(models, ({ path }) => path.slice(0, -".gguf".length).replace(partName, ""));
  return [...byStem].map(([stem, members]) => {
    const sorted = members.toSorted((a, b) => (a.path < b.path ? -1 : 1));
    const promised = partName.exec(sorted[0]?.path.slice(0, -".gguf".length) ?? "")?.[2];
    return { label: readLabel(stem), files: sorted, partCount: promised === undefined ? 1 : Number(promised) };
  });
}

/** The groups a quantization names; all of them where none is named. */
export function matchGgufGroups<File>(groups: readonly GgufGroup<File>[], quantization?: string): GgufGroup<File>[] {
  return groups.filter(({ label }) => quantization === undefined || label.toUpperCase() === quantization.toUpperCase());
}

function readLabel(stem: string): string {
  const name = stem.slice(stem.lastIndexOf("/") + 1);
  const labels = [...name.matchAll(formatName)].map((match) => match[1] ?? "");
  return labels.at(-1) ?? name;
}
