import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { editsVariable, type Mutation } from "./mutation.ts";
import { mutations } from "./mutations.ts";

/** Changes the program, one promise at a time, and says which rule noticed. How many changes nothing noticed. */
export const judgeMutations = async (seed: number, say: (line: string) => void): Promise<number> => {
  let unnoticed = 0;
  for (const mutation of mutations) {
    const broken = brokenIn(await proveWith(mutation, seed));
    const noticed = broken.includes(mutation.breaks);
    if (!noticed) unnoticed += 1;
    say(`${noticed ? "noticed" : "NOT NOTICED"}: ${mutation.name} (${broken.join(", ") || "nothing broken"})`);
  }
  return unnoticed;
};

const brokenIn = (output: string): readonly string[] => [
  ...new Set([...output.matchAll(/^BROKEN ([^:]+):/gm)].map(([, rule = ""]) => rule)),
];

/** A process of its own: what is loaded cannot be changed. */
const proveWith = ({ edits, theme, most, breaks }: Mutation, seed: number): Promise<string> =>
  new Promise((resolve, reject) => {
    const args = ["--most", String(most), "--seed", String(seed), "--theme", theme, "--until", breaks];
    const child = spawn(process.execPath, ["--import", here("patched.ts"), fileURLToPath(here("prove.ts")), ...args], {
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
