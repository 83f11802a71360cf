import { contentsPath, partOf, streamsPath } from "../../../action/core/ledger/paths.ts";
import { commitTo } from "../../../test/fakes/fake-ledger.ts";
import type { Chance } from "../../fuzz/chance.ts";
import { forgePromise, forgeTrial, type Pen } from "./forge.ts";
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

const kinds = [
  ...(["line", "line", "line", "trial", "trial", "promise", "promise", "promise"] as const),
  ...(["made", "back", "copy"] as const),
] as const;

/** One change of any file of the ledger, in a commit like SHREK's; says what it did. */
export const lie = async (liar: LiarWorld, chance: Chance): Promise<string> => {
  const { branch } = liar;
  const { of } = chance;
  const files = (branch.head === undefined ? undefined : branch.commits.get(branch.head)) ?? new Map<string, string>();
  const lists = [...files.keys()].filter((path) => path.endsWith(".jsonl"));
  const paths = lists.filter((path) => path !== "main.jsonl");
  const pen: Pen = { files, paths, write: (texts) => void commitTo(branch, texts) };
  const kind = of(kinds);
  switch (kind) {
    case "line":
      return lieInLines(pen, of(["main.jsonl", ...lists]), chance);
    case "trial":
      forgeTrial(pen, chance, liar);
      break;
    case "promise":
      await forgePromise(pen, chance, liar);
      break;
    case "made":
      return lieInMade(pen, await liar.main.head(), chance);
    case "back":
      branch.head = of([...branch.commits.keys()]);
      break;
    case "copy":
      pen.write({ [of(lists.length === 0 ? ["main.jsonl"] : lists)]: files.get(of(["main.jsonl", ...lists])) ?? "" });
      break;
  }
  return `lie: ${kind}`;
};

const lieInLines = ({ files, write }: Pen, path: string, { of, below }: Chance): string => {
  const lines = (files.get(path) ?? "").split("\n").filter((line) => line !== "");
  const at = below(Math.max(lines.length, 1));
  const kind = of(["drop", "twice", "swap", "change", "change"] as const);
  const [from, to] = of(words);
  const next = {
    drop: () => lines.toSpliced(at, 1),
    twice: () => [...lines, ...lines.slice(at, at + 1)],
    swap: () => [...lines.slice(at), ...lines.slice(0, at)],
    change: () => lines.map((line, index) => (index === at ? line.replace(from, to) : line)),
  }[kind]();
  write({ [path]: next.map((line) => `${line}\n`).join("") });
  return `lie: ${kind} ${path}:${at + 1}`;
};

/** In a file that is made of the lines. */
const lieInMade = ({ files, write }: Pen, mainHead: string, { of }: Chance): string => {
  // As if the ledger had begun with the rules that stand there today.
  const began = (files.get("ledger.json") ?? "").replace(/\}\s*$/, `,"main":"${mainHead}"}\n`);
  const [path, text] = of([
    ["ledger.json", began],
    ["live.json", "[]\n"],
    [streamsPath(partOf("signal")), of(["[]\n", '[["signal",1]]\n', "no"])],
    [[...files.keys()].find((one) => one.startsWith("contents/")) ?? contentsPath("00"), of(["{}\n", "[]\n", "no"])],
  ] as const);
  write({ [path]: text });
  return `lie: ${path} is ${text.trim()}`;
};
