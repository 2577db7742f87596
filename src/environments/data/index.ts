export type { DataFile } from "./data-file.ts";
export { DataFolder, type DataFolderOptions } from "./data-folder.ts";
export { readCsvRows, readJsonFile, readJsonRows } from "./read-rows.ts";
