import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { objectOf, textOf } from "../sandbox/github/json.ts";

/** A package of others of which a bundle holds a part. */
export type BundledPackage = {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  /** The text that its authors want to go with it. */
  readonly text: string;
};

/** The packages behind the modules of a bundle, by name; a package within another's folder counts by itself. */
export const bundledPackages = (modules: readonly string[]): readonly BundledPackage[] => {
  const folders = new Set(
    modules.flatMap(
      (module) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(module.replace(/^\0/, ""))?.[0] ?? [],
    ),
  );
  return [...folders].map(packageIn).toSorted((one, other) => (one.name < other.name ? -1 : 1));
};

/** One page of them all, for a release. */
export const noticesPage = (packages: readonly BundledPackage[]): string =>
  [
    "Parts of these packages are in the bundles of SHREK, under their own licences.",
    ...packages.map(({ name, version, licence, text }) => `${name} ${version} (${licence})\n\n${text.trim()}`),
  ].join(`\n\n${"-".repeat(72)}\n\n`) + "\n";

const packageIn = (folder: string): BundledPackage => {
  const manifest: unknown = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const { name, version, license, author, repository } = objectOf(manifest);
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  const text =
    file === undefined
      ? `Its package has no text of the licence. By ${namedIn(author, "name")}, ${namedIn(repository, "url")}`
      : readFileSync(join(folder, file), "utf8");
  return { name: textOf(name), version: textOf(version), licence: textOf(license), text };
};

/** Manifests have both forms: a text, or an object with a field for it. */
const namedIn = (value: unknown, field: string): string => textOf(value, textOf(objectOf(value)[field], "its authors"));
