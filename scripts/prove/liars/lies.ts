import { commitTo } from "../../../test/fakes/fake-ledger.ts";
import type { Chance } from "../../fuzz/chance.ts";
import type { LiarWorld } from "./liar-world.ts";

const words: readonly (readonly [RegExp, string])[] = [
  [/"by":"\w+"/, '"by":"bob"'],
  [/"approval":"[^"]*"/, '"approval":"bob"'],
  [/"pullRequest":\d+/, '"pullRequest":5'],
  [/"id":"\d+"/, '"id":"12"'],
  [/"verb":"\w+"/, '"verb":"submit"'],
  [/"attempt":\d+/, '"attempt":2'],
  [/"version":"[^"]*"/, '"version":"2.0.0"'],
  [/"confirms":"[^"]*"/, '"confirms":"11-0000"'],
  [/-test\.1/g, "-test.2"],
];

/** One change of any file of the ledger, in a commit like SHREK's; says what it did. */
export const lie = async (liar: LiarWorld, head: string, { of, below }: Chance): Promise<string> => {
  const { branch, world, main } = liar;
  const files = (branch.head === undefined ? undefined : branch.commits.get(branch.head)) ?? new Map<string, string>();
  const paths = [...files.keys()].filter((path) => path.endsWith(".jsonl"));
  const path = paths.length === 0 ? "main.jsonl" : of(paths);
  const lines = (files.get(path) ?? "").split("\n").filter((line) => line !== "");
  const at = below(Math.max(lines.length, 1));
  const write = (to: string, next: string | undefined): void => void commitTo(branch, { [to]: next });
  const joined = (next: readonly string[]): void => write(path, next.map((line) => `${line}\n`).join(""));
  const kind = of([
    "drop",
    "twice",
    "swap",
    "change",
    "order",
    "order",
    "trial",
    "trial",
    "began",
    "began",
    "live",
    "streams",
    "contents",
    "back",
    "copy",
  ] as const);
  switch (kind) {
    case "drop":
      joined(lines.toSpliced(at, 1));
      break;
    case "twice":
      joined([...lines, ...lines.slice(at, at + 1)]);
      break;
    case "swap":
      joined([...lines.slice(at), ...lines.slice(0, at)]);
      break;
    case "change": {
      const [from, to] = of(words);
      joined(lines.map((line, index) => (index === at ? line.replace(from, to) : line)));
      break;
    }
    case "order":
      forgeOrder(paths, files, of, write);
      break;
    case "trial": {
      const order = { event: "trial-ordered", at: "2026-03-01T10:00:00Z", pullRequest: 7, head: world.head, by: "ada" };
      const line = { ...order, id: `${of([11, 12, 13])}`, confirms: head };
      write("main.jsonl", `${files.get("main.jsonl") ?? ""}${JSON.stringify(line)}\n`);
      break;
    }
    case "began":
    case "live":
    case "streams":
    case "contents":
      lieInMade(kind, await main.head(), files, of, write);
      break;
    case "back":
      branch.head = of([...branch.commits.keys()]);
      break;
    case "copy":
      write(of(paths.length === 0 ? [path] : paths), files.get(path));
      break;
  }
  return `${kind} ${path}:${at + 1}`;
};

type Write = (path: string, next: string | undefined) => void;
type Files = ReadonlyMap<string, string>;

const lieInMade = (
  kind: "began" | "live" | "streams" | "contents",
  head: string,
  files: Files,
  of: Chance["of"],
  write: Write,
): void => {
  switch (kind) {
    case "began":
      write(
        "ledger.json",
        // As if the ledger had begun with the rules that stand there today.
        (files.get("ledger.json") ?? "").replace(/\}\s*$/, `,"main":"${head}"}\n`),
      );
      break;
    case "live":
      write("live.json", "[]\n");
      break;
    case "streams":
      write("streams.json", of(["[]\n", '[["signal",1]]\n', "no"]));
      break;
    case "contents":
      write("contents.json", of(["{}\n", "[]\n", "no"]));
      break;
  }
};

const forgeOrder = (paths: readonly string[], files: Files, of: Chance["of"], write: Write): void => {
  const submissions = paths.filter((one) => one !== "main.jsonl");
  if (submissions.length === 0) return;
  const own = of(submissions);
  const first = /"key":"([^"]*)"/.exec(files.get(own) ?? "")?.[1];
  const said = { event: "person", verb: of(["submit", "pause", "kill", "retry", "adopt"]), by: of(["ada", "bob"]) };
  const line = { ...said, id: `${of([9, 11, 12, 13, 20, 21, 22])}`, reason: "", at: "2026-03-01T10:00:00Z" };
  write(own, `${files.get(own) ?? ""}${JSON.stringify(first === undefined ? line : { ...line, key: first })}\n`);
};
