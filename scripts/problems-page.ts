import type { Explained } from "../action/core/problems/codes/explained.ts";
import { problemCodes } from "../action/core/problems/problem.ts";

const opening = `# Problems

What is wrong, and why, for each code of \`shrek check\`. The way out is in the message, or here.

*Certain* is an error and *likely* a warning; \`acknowledge\` with a reason makes either a note for the reviewer.

Made from \`action/core/problems/codes/\` by \`npm run build\`.
`;

/** `docs/problems.md`: one heading for each code, which messages link to. */
export const problemsPage = (): string =>
  [opening, ...Object.entries(problemCodes).map(([code, explained]) => sectionOf(code, explained))].join("\n");

/** What is wrong, why it matters, the way out. One that is a hint is left out: every message has it. */
const sectionOf = (code: string, { title, why, wayOut, weight }: Explained): string => {
  const sure = weight === undefined ? "" : ` (${weight})`;
  return `## ${code}\n\n${[`**${title}**${sure}.`, why, wayOut].filter((words) => words !== undefined).join(" ")}\n`;
};
