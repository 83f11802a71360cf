import { createHash } from "node:crypto";
import { globSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What a build reads. Bundled packages are those of the lockfile. */
const read = [
  "action/**",
  "scripts/*",
  "scripts/{build,release,states}/**",
  "productions/conventions.yaml",
  "docs/adr/*-*.md",
  "test/real-work/*.ts",
  "test/requests/real/**",
  "package.json",
  "package-lock.json",
  "node_modules/.package-lock.json",
] as const;
/** What a build makes. An edit of it by hand is undone by the next build, as an old one of it is. */
const made = [
  "dist/**",
  "docs/{problems,language,actions,states}.md",
  // In these, tables.
  "README.md",
  "docs/{adr/README,architecture,commands,command-line,conventions,limits,real-work,setup}.md",
  "productions/production.schema.json",
] as const;
const file = "dist/.seal";

/** Nothing that the last build read or made has changed since: another one would make the same. */
export const isSealed = (root: string): boolean => {
  try {
    return readFileSync(join(root, file), "utf8") === digestOf(root);
  } catch {
    return false; // no build yet
  }
};

/** Remembers what was read and made. The build calls it when all is in its place. */
export const seal = (root: string): void => writeFileSync(join(root, file), digestOf(root));

/** Takes about 0.1 s of the processor for the 1,000 files, where a build takes 20. */
const digestOf = (root: string): string => {
  const hash = createHash("sha256").update(process.version);
  for (const path of globSync([...read, ...made], { cwd: root }).toSorted()) {
    if (path === file || !statSync(join(root, path)).isFile()) continue;
    const content = readFileSync(join(root, path));
    hash.update(`\0${path}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
};
