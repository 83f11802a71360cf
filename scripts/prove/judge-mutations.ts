import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { liarMutations } from "./liar-mutations.ts";
import { type ByLiars, type ByStories, type ByTest, editsVariable, type Mutation } from "./mutation.ts";
import { mutations } from "./mutations.ts";
import { testedMutations } from "./tested-mutations.ts";

export const allMutations: readonly (Mutation & (ByStories | ByLiars | ByTest))[] = [
  ...mutations,
  ...liarMutations,
  ...testedMutations,
];

/** Changes the program, one promise at a time, and says what noticed. How many changes nothing noticed. */
export const judgeMutations = async (
  chosen: typeof allMutations,
  seed: number,
  say: (line: string) => void,
): Promise<number> => {
  let unnoticed = 0;
  for (const mutation of chosen) {
    const broken = "breaks" in mutation ? await brokenRules(mutation, seed) : await failingTests(mutation);
    const noticed = broken.some((one) =>
      "breaks" in mutation ? one === mutation.breaks : one.endsWith(mutation.fails),
    );
    if (!noticed) unnoticed += 1;
    say(`${noticed ? "noticed" : "NOT NOTICED"}: ${mutation.name} (${broken.join(", ") || "nothing broken"})`);
  }
  return unnoticed;
};

/** A process of its own: what is loaded cannot be changed. */
const brokenRules = async (mutation: Mutation & (ByStories | ByLiars), seed: number): Promise<readonly string[]> => {
  const story = [...argumentsOf(mutation), "--seed", String(seed)];
  const output = await outputOf(mutation, ["--import", here("patched.ts"), pathOf("prove.ts"), ...story]);
  return [...new Set([...output.matchAll(/^BROKEN ([^:]+):/gm)].map(([, rule = ""]) => rule))];
};

const argumentsOf = (mutation: ByStories | ByLiars): readonly string[] =>
  "liars" in mutation
    ? ["--most", "0", "--liars", String(mutation.liars)]
    : ["--most", String(mutation.most), "--theme", mutation.theme, "--until", mutation.breaks];

const failingTests = async (mutation: Mutation & ByTest): Promise<readonly string[]> => {
  const words = mutation.fails.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const vitest = pathOf("../../node_modules/vitest/vitest.mjs");
  const named = ["--config", pathOf("vitest.config.ts"), "--reporter", "tap-flat", "--testNamePattern", words];
  const output = await outputOf(mutation, [vitest, "run", mutation.test, ...named]);
  return [...output.matchAll(/^not ok \d+ - (.+?)(?: # time=.*)?$/gm)].map(([, test = ""]) => test);
};

const outputOf = ({ edits }: Mutation, args: readonly string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      env: { ...process.env, [editsVariable]: JSON.stringify(edits) },
      stdio: ["ignore", "pipe", "inherit"],
    });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    child.on("error", reject);
    child.on("close", () => resolve(output));
  });

const here = (name: string): string => new URL(name, import.meta.url).href;
const pathOf = (name: string): string => fileURLToPath(here(name));
