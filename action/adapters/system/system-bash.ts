import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { Failure } from "../../core/problems/failure.ts";
import { systemCode, systemFault } from "../../core/problems/system-fault.ts";
import { byParts } from "../../core/text/by-parts.ts";
import type { Bash } from "../../ports/bash.ts";
import { groupsInArguments, groupsOf, ordersOf } from "./read-together.ts";

/** Arguments are the two orders of each group. bash says nothing of a good one. */
const eachGroup = `while [ $# -gt 0 ]; do { bash --norc -n -c "$1" && bash --norc -n -c "$2"; } 2>&1 || printf wrong; printf '\\0'; shift 2; done`;

/**
 * Scripts come in by the input, ended by a zero byte: they may be longer than an argument. What one says is cut to a line.
 *
 * Node's pipes are sockets, and a bash that finds a socket on its input believes that it was called over the network
 * and reads the user's start-up file: `--norc` keeps it from that.
 */
const eachScript = `while IFS= read -r -d '' script; do said=$(printf '%s' "$script" | bash --norc -n 2>&1) || [ $? -le 128 ] || said='bash could not read the whole script'; printf '%s\\0' "\${said%%$'\\n'*}"; done`;

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

/** Most scripts are good: they are read together, and one by one only where that shows a fault. */
const askBash = async (asked: readonly string[]): Promise<readonly string[]> => {
  const scripts = asked.map((script) => script.replaceAll("\0", ""));
  const groups = groupsOf(scripts);
  const said = await Promise.all(
    byParts(groups, groupsInArguments).map((part) => runBash(eachGroup, part.flatMap(ordersOf))),
  );
  const faults = said.flat();
  const good = new Set(groups.filter((_, index) => faults[index] === "").flat());
  const others = scripts.filter((script) => !good.has(script));
  const complaints =
    others.length === 0 ? [] : await runBash(eachScript, [], others.map((script) => `${script}\0`).join(""));
  const complaintOf = new Map(others.map((script, index) => [script, complaints[index] ?? ""]));
  return scripts.map((script) => complaintOf.get(script) ?? "");
};

/** What it printed before each zero byte. */
const runBash = async (program: string, args: readonly string[], input?: string): Promise<readonly string[]> => {
  const started = promisify(execFile)("bash", ["--norc", "-c", program, "bash", ...args], {
    encoding: "utf8",
    env: { PATH: process.env.PATH ?? "", LC_ALL: "C" },
    maxBuffer: Number.POSITIVE_INFINITY,
  });
  started.child.stdin?.end(input);
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
