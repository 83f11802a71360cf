import { groups } from "./kinds.ts";
import type { Played } from "./play.ts";
import { reasons } from "./reasons.ts";
import { isShipped } from "./subjects.ts";

export const slipsPage = "docs/slips.md";

type Run = { readonly seed: number; readonly copies: number };

/** docs/slips.md: what was made, what of it was caught, and what was not. */
export const pageOf = (played: readonly Played[], { seed, copies }: Run): string => `# Slips

What no check sees. Made by \`npm run slips -- --seed ${seed} --copies ${copies} --write\`: copies of good productions (\`scripts/slips/subjects.ts\`), each with one slip that people made. It is *caught* when \`shrek check\` reports what the good production does not have, *at its line* when a problem points there, or next to it.

${tableOf(
  ["", "copies", "caught", "at its line"],
  [
    ["shipped productions", ...countsOf(played.filter(({ subject }) => isShipped(subject)))],
    ["other productions", ...countsOf(played.filter(({ subject }) => !isShipped(subject)))],
    ["together", ...countsOf(played)],
  ],
)}

## What is not caught

Only a reader of the plan and of the change sees these: why, and of each kind how many copies pass, if half of them do. The command prints all kinds, and with \`--show KIND\` the copies.

${[...Map.groupBy(names, (name) => reasons[name] ?? "")]
  .flatMap(([why, ofReason]) => {
    const passing = ofReason.flatMap((name) =>
      passingOf(
        played.filter(({ slip }) => slip === name),
        name,
      ),
    );
    return passing.length === 0 ? [] : [`- ${why}: ${passing.join(", ")}`];
  })
  .join("\n")}
`;

const names = groups.flatMap(({ slips }) => slips.map(({ name }) => name));

/** A kind of which half of the copies pass, or more. */
const passingOf = (made: readonly Played[], name: string): readonly string[] => {
  const missed = made.filter(({ told }) => told.length === 0);
  return missed.length === 0 || missed.length < made.length / 2 ? [] : [`\`${name}\` ${missed.length}/${made.length}`];
};

/** What was caught of each kind, for the terminal. */
export const kindsOf = (played: readonly Played[]): string =>
  groups
    .map(
      ({ title, slips }) => `
## ${title}

${tableOf(
  ["kind", "what the author did", "copies", "caught", "at its line"],
  slips.map(({ name, about }) => [name, about, ...countsOf(played.filter(({ slip }) => slip === name))]),
)}
`,
    )
    .join("");

const countsOf = (played: readonly Played[]): readonly string[] => [
  String(played.length),
  String(played.filter(({ told }) => told.length > 0).length),
  String(played.filter(({ atItsLine }) => atItsLine).length),
];

const tableOf = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  [heads, heads.map(() => "---"), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`)
    .join("\n");
