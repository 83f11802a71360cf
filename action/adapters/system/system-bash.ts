import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { Failure, systemCode, systemFault } from "../../core/problems/failure.ts";
import { byParts } from "../../core/text/by-parts.ts";
import type { Bash } from "../../ports/bash.ts";

/**
 * Scripts that bash may read as one text: starting it costs more than all that it reads, and a campaign has thousands
 * of payloads. If bash has no complaint of a text in both orders, each script in it is complete: the first one that is
 * not would begin one of the orders, or end it. Quotes and expansions that are open in any script break the line between.
 */
const groupsOf = (scripts: readonly string[]): readonly (readonly string[])[] => {
  const groups: string[][] = [];
  let left = 0;
  for (const script of scripts.filter(closesItsDocuments)) {
    const size = Buffer.byteLength(script) + between.length;
    if (size > largestText) continue;
    if (size > left) {
      groups.push([]);
      left = largestText;
    }
    groups.at(-1)?.push(script);
    left -= size;
  }
  return groups;
};

/** What bash reads of a group; of one script, nothing more. */
const argumentsOf = (group: readonly string[]): readonly [string, string] => [
  group.join(between),
  group.length === 1 ? "" : group.toReversed().join(between),
];

/** Good where a command may stand. Behind an open quote or expansion it is closed by this line, which is then wrong. */
const between = "\n{ { { : \";; ;;\" ';; ;;' `;; ;;`; }; }; }\n";

/** Bytes: one wrong script has all of its group read one by one, and Linux takes 128 KiB as an argument. */
const largestText = 32 * 1024;
/** Each in two orders: half of what macOS takes, a quarter of what Linux does. */
const groupsInArguments = 8;

/** A document that is open at the end (`<<EOF`) would go on in the next script, until that closes its own. */
const closesItsDocuments = (script: string): boolean =>
  [...script.matchAll(/<<+/g)].every(
    ({ 0: sign, index }) => sign === "<<<" || isClosed(script.slice(index + "<<".length).split("\n")),
  );

const isClosed = ([first = "", ...lines]: readonly string[]): boolean => {
  const { tabs, word } = opening.exec(first)?.groups ?? {};
  return lines.some((line) => (tabs === undefined ? line : line.replace(/^\t+/, "")) === word);
};
const opening = /^(?<tabs>-)?[ \t]*(?:\\|(?<quote>['"])(?=\w+\k<quote>))?(?<word>\w+)\k<quote>?(?=[\s;|&<>)]|$)/;

/**
 * Arguments are the two orders of each group. bash says nothing of a good one. `eval` behind `set -n` reads as `bash -n -c`
 * does, and executes as little, in a fork where that starts a program; and it takes no text for an option.
 */
const eachGroup = `reads() ( eval "set -n
$1" )
while [ $# -gt 0 ]; do { reads "$1" && { [ -z "$2" ] || reads "$2"; }; } 2>&1 || printf wrong; printf '\\0'; shift 2; done`;

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
    byParts(groups, groupsInArguments).map((part) => runBash(eachGroup, part.flatMap(argumentsOf))),
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
