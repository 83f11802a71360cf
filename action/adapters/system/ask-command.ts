import { execFile } from "node:child_process";

/** What a command of the experiment printed, or why it counts as failed. */
export type CommandAnswer =
  | { readonly kind: "printed"; readonly text: string }
  | { readonly kind: "failed"; readonly why: string };

/** Bytes of one answer: 10,000 runs with columns, and GitHub takes 1 MB of all outputs of a job. */
const maxPrinted = 250_000;
const minutes = 10;

/** Runs a reviewed line of bash in a checkout of main. Its standard error goes to `tell`. */
export const askCommand = (
  command: string,
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
  tell: (line: string) => void,
): Promise<CommandAnswer> =>
  new Promise((resolve) => {
    const child = execFile(
      "bash",
      ["-o", "pipefail", "-c", command],
      { cwd, env: { ...env }, maxBuffer: maxPrinted, timeout: minutes * 60_000, encoding: "utf8" },
      (error, stdout, stderr) => {
        for (const line of stderr.split("\n").filter((one) => one !== "")) tell(line);
        if (error === null) return resolve({ kind: "printed", text: stdout });
        resolve({ kind: "failed", why: whyOf(error) });
      },
    );
    child.stdin?.end();
  });

const whyOf = (error: { readonly code?: string | number | null; readonly killed?: boolean }): string => {
  if (error.code === "ERR_CHILD_PROCESS_STDIO_MAXBUFFER") return `it printed more than ${maxPrinted} bytes`;
  if (error.killed === true) return `it took more than ${minutes} minutes`;
  return `it ended with ${String(error.code)}`;
};
