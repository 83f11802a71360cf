import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { execa } from "execa";
import { rolldown } from "rolldown";
import { temporaryFolder } from "../../temporary-folder.ts";
import type { Check } from "../check.ts";

type Node = { readonly path: string; readonly version: string };

/** This one and another of the machine's, of another major version; `undefined`: there is no other. */
export const twoNodes = async (): Promise<readonly [Node, Node] | undefined> => {
  const own: Node = { path: process.execPath, version: process.versions.node };
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/local/bin", "/usr/bin"];
  for (const folder of folders) {
    const path = join(folder, "node");
    const { failed, stdout } = await execa(path, ["-p", "process.versions.node"], { reject: false });
    if (!failed && major(stdout) >= 20 && major(stdout) !== major(own.version)) return [own, { path, version: stdout }];
  }
  return undefined;
};

const major = (version: string): number => Number(version.split(".")[0]);
const root = join(import.meta.dirname, "..", "..", "..");

const nearestConventions = (folder: string): string => {
  const own = join(folder, "conventions.yaml");
  return existsSync(own) ? own : nearestConventions(dirname(folder));
};

/** The archive of one production, judged, rendered and packed by the bundled program under each Node. */
export const archivesUnder = async (
  nodes: readonly Node[],
  production: string,
): Promise<readonly Uint8Array<ArrayBuffer>[]> => {
  using temporary = temporaryFolder("shrek-two-nodes-");
  const dir = temporary.path;
  const file = join(dir, "print-archive.mjs");
  const bundle = await rolldown({ input: join(import.meta.dirname, "print-archive.ts"), platform: "node" });
  await bundle.write({ file, format: "esm", codeSplitting: false });
  await bundle.close();
  const productions = join(root, "productions");
  const folder = join(productions, production);
  const given = [file, nearestConventions(folder), folder];
  const printed = await Promise.all(nodes.map(({ path }) => execa(path, given)));
  return printed.map(({ stdout }) => Uint8Array.from(Buffer.from(stdout, "base64")));
};

/** Here nothing may be left out; the tests leave it out, by name, where there is one Node only. */
export const twoNodesCheck = (production: string): Check => ({
  name: `two Nodes make the same archive of ${production}`,
  run: async () => {
    const nodes = await twoNodes();
    if (nodes === undefined) throw new Error(`only Node ${process.versions.node} is there`);
    const [ours, other] = await archivesUnder(nodes, production);
    assert.deepEqual(other, ours);
  },
});
