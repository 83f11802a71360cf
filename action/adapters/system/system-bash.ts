import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { Failure } from "../../core/problems/failure.ts";
import { systemCode, systemFault } from "../../core/problems/system-fault.ts";
import type { Bash } from "../../ports/bash.ts";

/**
 * Node's pipes are sockets, and a bash that finds a socket on its input believes that it was called over the network
 * and reads the user's start-up file: `--norc` keeps it from that.
 *
 * One process for all scripts, since starting one is most of the cost. They come in by the input, ended by a zero byte,
 * and are only ever read by `bash -n`.
 */
const program = `while IFS= read -r -d '' script; do said=$(printf '%s' "$script" | bash --norc -n 2>&1) || [ $? -le 128 ] || said='bash could not read the whole script'; printf '%s\\0' "\${said%%$'\\n'*}"; done`;

/** What bash says of a text never changes: productions of a campaign share their payloads, and each is asked about once. */
export const systemBash = (): Bash => {
  const known = new Map<string, Promise<string>>([["", Promise.resolve("")]]);
  let waiting: { readonly script: string; readonly answer: (complaint: Promise<string>) => void }[] = [];
  const flush = (): void => {
    const asked = waiting;
    waiting = [];
    const complaints = askBash(asked.map(({ script }) => script));
    for (const [index, { answer }] of asked.entries()) answer(complaints.then((all) => all[index] ?? ""));
  };
  const ask = (script: string): Promise<string> =>
    new Promise((resolve) => {
      if (waiting.length === 0) setImmediate(flush);
      waiting.push({ script, answer: resolve });
    });
  return {
    complaints: (scripts) =>
      Promise.all(
        scripts.map((script) => {
          const complaint = known.get(script) ?? ask(script);
          known.set(script, complaint);
          return complaint;
        }),
      ),
  };
};

const askBash = async (scripts: readonly string[]): Promise<readonly string[]> => {
  const started = promisify(execFile)("bash", ["--norc", "-c", program], {
    encoding: "utf8",
    env: { PATH: process.env.PATH ?? "", LC_ALL: "C" },
  });
  started.child.stdin?.end(scripts.map((script) => `${script.replaceAll("\0", "")}\0`).join(""));
  const { stdout } = await started.catch((cause: unknown) => {
    const isAbsent = systemCode(cause) === "ENOENT";
    throw new Failure(
      `bash could not be started: ${isAbsent ? "it is in no folder of PATH" : systemFault(cause).why}.`,
      { wayOut: isAbsent ? "Install bash, or add its folder to PATH." : systemFault(cause).wayOut, cause },
    );
  });
  return stdout
    .split("\0")
    .slice(0, -1)
    .map((said) => said.replace(/^bash: /, "").trim());
};
