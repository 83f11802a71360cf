import { readFoundation, readLines } from "../ledger/line.ts";
import { foundationPath, mainPath } from "../ledger/paths.ts";

/** What is wrong with the file that makes the branch a ledger, and with that of main. */
export const firstFaults = (foundation: string | undefined, main = ""): readonly string[] => {
  const lines = readLines(main);
  return [
    ...(readFoundation(foundation ?? "") === undefined ? [`${foundationPath} is missing or cannot be read`] : []),
    ...(lines.kind === "read" ? [] : [`${mainPath}:${lines.line} cannot be read`]),
  ];
};
