import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

// Builds the site of each of the newest releases and of main, side by side, as GitHub Pages serves them:
//   versions.ts OUT [BASE]      BASE is the path below which they are served, such as /shrek/

const website = join(import.meta.dirname, "..");
const [to, base = "/"] = process.argv.slice(2);
if (to === undefined) {
  console.error("usage: node build/versions.ts OUT [BASE]");
  process.exit(2);
}
const out = resolve(to);
/** More would make each build longer, and nobody reads them. */
const maxReleases = 5;

const git = (...args: readonly string[]): string =>
  execFileSync("git", args, { cwd: website, encoding: "utf8" }).trim();

const build = (folder: string, version: string): void => {
  const env = {
    ...process.env,
    SHREK_VERSION: version,
    SHREK_BASE: `${base}${version}/`,
    SHREK_OUT: join(out, version),
  };
  execFileSync("npx", ["vitepress", "build"], { cwd: folder, env, stdio: "inherit" });
};

/** The program of today over the pages of the commit that the release was made of. */
const buildRelease = (tag: string): void => {
  const source = /^Source: ([0-9a-f]{40})$/m.exec(git("log", "-1", "--format=%B", tag))?.[1];
  if (source === undefined) throw new Error(`the commit of ${tag} does not say of which commit it was made`);
  const checkout = mkdtempSync(join(tmpdir(), "shrek-website-"));
  try {
    git("worktree", "add", "--quiet", "--detach", checkout, source);
    rmSync(join(checkout, "website"), { recursive: true, force: true });
    cpSync(website, join(checkout, "website"), { recursive: true, verbatimSymlinks: true });
    build(join(checkout, "website"), tag);
  } finally {
    git("worktree", "remove", "--force", checkout);
  }
};

const releases = git("tag", "--list", "v*", "--sort=-version:refname")
  .split("\n")
  .filter(Boolean)
  .slice(0, maxReleases);
mkdirSync(out, { recursive: true });
build(website, "main");
for (const tag of releases) buildRelease(tag);
const first = `${base}${releases[0] ?? "main"}/`;
writeFileSync(
  join(out, "index.html"),
  `<!doctype html><meta charset="utf-8"><title>SHREK</title><meta http-equiv="refresh" content="0; url=${first}"><a href="${first}">SHREK</a>\n`,
);
