import { type SourceFile, textFile } from "../../action/core/text/source-file.ts";

/** What changed in the release: the first part of the CHANGELOG. */
export const topChanges = (changelog: string): SourceFile => {
  const [, top = ""] = changelog.split(/^(?=## )/m);
  return textFile("notes.md", `${top.trim()}\n`);
};
