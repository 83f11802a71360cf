import { readFileSync } from "node:fs";
import { execa } from "execa";
import { type Edit, editsVariable } from "./edit.ts";
import type { Tally } from "./mutant.ts";

/** A mutant that breaks a promise of docs/safety.md, and what `npm run prove` plays to find that. */
export type BrokenPromise = {
  readonly name: string;
  readonly edits: readonly Edit[];
  /** The rule that must be found broken. */
  readonly breaks: string;
} & (ByStories | ByLiars | ByPoor);

/** Of the theme so many stories of a length find it, whatever the seed: measured with ten seeds. */
type ByStories = { readonly theme: string; readonly most: number };
/** So many worlds of liars find it, from the seed on. */
type ByLiars = { readonly liars: number };
/** So many worlds whose passes have little. */
type ByPoor = { readonly poor: number };

/** One a line, by hand; a test holds that their texts stand in the program. */
export const promises: readonly BrokenPromise[] = JSON.parse(
  readFileSync(new URL("promises.json", import.meta.url), "utf8"),
);

/** Those whose name holds one of these words; all without one. */
export const judgePromises = async (words: readonly string[], seed: number): Promise<Tally> => {
  const chosen = promises.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
  let living = 0;
  for (const one of chosen) {
    const broken = await brokenRules(one, seed);
    const fate = broken.includes(one.breaks) ? "killed" : "lives";
    if (fate === "lives") living += 1;
    console.log(`${fate} ${one.name} (${broken.join(", ") || "nothing broken"})`);
  }
  return { validated: chosen.length, living, gone: 0 };
};

/** A process of its own: what is loaded cannot be changed. */
const brokenRules = async (one: BrokenPromise, seed: number): Promise<readonly string[]> => {
  const story =
    "liars" in one
      ? ["--most", "0", "--liars", String(one.liars)]
      : "poor" in one
        ? ["--most", "0", "--poor", String(one.poor)]
        : ["--most", String(one.most), "--theme", one.theme, "--until", one.breaks];
  const { stdout } = await execa(
    process.execPath,
    ["--import", pathOf("patched.ts"), pathOf("../prove/prove.ts"), ...story, "--seed", String(seed)],
    { env: { [editsVariable]: JSON.stringify(one.edits) }, reject: false, stderr: "inherit" },
  );
  return [...new Set([...stdout.matchAll(/^BROKEN ([^:]+):/gm)].map(([, rule = ""]) => rule))];
};

const pathOf = (name: string): string => new URL(name, import.meta.url).pathname;
