import { readFileSync } from "node:fs";
import { join } from "node:path";
import { lookUp } from "../objects.ts";
import { allRefs } from "../refs.ts";
import { packet, packetsIn } from "./packets.ts";

/**
 * git's answer to `ls-refs` of its protocol's version 2, without a process: half of all questions are this one.
 * `undefined`: something else is asked, or a repository without a commit, which git answers in its own way.
 */
export const listRefs = async (dir: string, asked: Buffer): Promise<Buffer | undefined> => {
  const lines = packetsIn(asked.toString("utf8"));
  if (lines[0] !== "command=ls-refs") return undefined;
  const prefixes = lines.flatMap((line) => (line.startsWith("ref-prefix ") ? [line.slice("ref-prefix ".length)] : []));
  const refs = allRefs(dir);
  const head = readFileSync(join(dir, "HEAD"), "utf8")
    .trim()
    .replace(/^ref: /, "");
  const at = refs.get(head);
  if (at === undefined) return undefined;
  const shown = [["HEAD", at] as const, ...refs].filter(
    ([name]) => prefixes.length === 0 || prefixes.some((prefix) => name.startsWith(prefix)),
  );
  const rows = shown.map(async ([name, id]) => {
    const target = name === "HEAD" && lines.includes("symrefs") ? ` symref-target:${head}` : "";
    return packet(`${id} ${name}${target}${lines.includes("peel") ? await peeled(dir, name, id) : ""}\n`);
  });
  return Buffer.from(`${(await Promise.all(rows)).join("")}0000`);
};

/** What an annotated tag is of. */
const peeled = async (dir: string, name: string, id: string): Promise<string> => {
  if (!name.startsWith("refs/tags/")) return "";
  const { sha = id } = (await lookUp(dir, `${id}^{}`)) ?? {};
  return sha === id ? "" : ` peeled:${sha}`;
};
