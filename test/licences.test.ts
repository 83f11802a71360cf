import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { root } from "../scripts/demo/scene.ts";
import { releaseTree } from "../scripts/release/tree.ts";

type Locked = { readonly license?: string; readonly dev?: boolean; readonly optional?: boolean };
type Lockfile = { readonly packages: Readonly<Record<string, Locked>> };
const packages = ["package-lock.json", "website/package-lock.json"].flatMap((file) => {
  const lockfile: Lockfile = JSON.parse(readFileSync(`${root}${file}`, "utf8"));
  return Object.entries(lockfile.packages).filter(([path]) => path !== "");
});

/** What may be copied into the bundles of an Apache-2.0 program, with its text beside it. */
const inBundles = ["MIT", "ISC", "Apache-2.0", "BSD-3-Clause"];
/** What may be used to build and test; nothing of it is given on. */
const inTools = [...inBundles, "MIT OR Apache-2.0", "BSD-2-Clause", "0BSD", "MPL-2.0", "EPL-2.0", "PSF-2.0", "CC0-1.0"];

test("Every package that npm installs has an allowed licence", () => {
  const strange = packages.filter(([, { license }]) => !inTools.includes(license ?? "none"));

  expect(strange).toEqual([]);
  expect(packages.length).toBeGreaterThan(300);
});

test("A release contains the licences of every package in its bundles, each of them allowed", () => {
  const notices = releaseTree().find(({ path }) => path === "THIRD-PARTY.txt")?.bytes;
  const named = [...new TextDecoder().decode(notices).matchAll(/^-{72}\n\n(\S+) (\S+) \((.+)\)$/gm)];

  expect(named.filter(([, , , licence = ""]) => !inBundles.includes(licence))).toEqual([]);
  expect(named.map(([, name]) => name)).toEqual(expect.arrayContaining(["js-yaml", "unbash", "@stricli/core"]));
  expect(named.length).toBeGreaterThan(40);
});
