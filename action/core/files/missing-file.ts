import { join } from "node:path/posix";
import { nearestName } from "../text/nearest-name.ts";

/** A name that was meant, or to commit it. `named`: a path or a pattern. `known`: what lies in that folder. */
export const missingHint = (folder: string, named: string, known: readonly string[]): string => {
  const near = nearestName(named, known);
  if (near !== undefined) return `did you mean "${near}"?`;
  const fixed = named.split("/");
  const wild = fixed.findIndex((part) => /[*?]/.test(part));
  const path = join(folder, ...fixed.slice(0, wild === -1 ? fixed.length : wild));
  // People copy it into a shell.
  const command = /^[\w./-]+$/.test(path) ? ` \`git add ${path}\`` : "";
  const others = known.length > 0 && known.length <= maxListed ? `; known here: ${known.join(", ")}` : "";
  return `is it committed?${command}${others}`;
};
const maxListed = 12;
