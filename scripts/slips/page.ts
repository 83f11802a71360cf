import { groups } from "./kinds.ts";
import type { Played } from "./play.ts";
import { reasons } from "./reasons.ts";
import { isShipped, subjectNames } from "./subjects.ts";

export const slipsPage = "docs/slips.md";

type Run = { readonly seed: number; readonly copies: number };

/** docs/slips.md: what was made, what of it was caught, and what was not. */
export const pageOf = (played: readonly Played[], { seed, copies }: Run): string => `# Slips

Made by \`npm run slips -- --seed ${seed} --copies ${copies} --write\`: good productions of this repository, each in ${copies} copies, and each copy with one slip
that people make. A slip is *caught* when \`shrek check\` tells an error or a warning that the good production does not have; it is told *at its
line* when a problem points at a line that changed, at the one above or below, at the key under which it stands, or at a line that holds a name of what was changed. The kinds were
taken from mistakes of real productions, before anybody looked which of them the judge sees. What it sees of each kind, the command prints.

${tableOf(
  ["", "copies", "caught", "at its line"],
  [
    ["shipped productions", ...countsOf(played.filter(({ subject }) => isShipped(subject)))],
    ["other productions", ...countsOf(played.filter(({ subject }) => !isShipped(subject)))],
    ["together", ...countsOf(played)],
  ],
)}

The productions: ${subjectNames.map((name) => `\`${name}\``).join(", ")}.

## What is not caught

Nobody but a reader of the plan and of the change sees these. The last column says why the copies pass that do.

${tableOf(
  ["kind", "not caught", "why"],
  groups.flatMap(({ slips }) =>
    slips.flatMap(({ name }) => {
      const made = played.filter(({ slip }) => slip === name);
      const missed = made.filter(({ told }) => told.length === 0);
      return missed.length === 0 ? [] : [[name, `${missed.length} of ${made.length}`, reasons[name] ?? ""]];
    }),
  ),
)}
`;

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
