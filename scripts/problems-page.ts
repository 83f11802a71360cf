import type { Explained } from "../action/core/problems/codes/explained.ts";
import { problemCodes } from "../action/core/problems/problem-codes.ts";

const opening = `# Problems

For authors: what is wrong, why it matters, and the way out, for each code that \`shrek check\` can print. Where no way out is given here, the message says it.

*Certain* is an error and *likely* a warning; \`acknowledge\` with a reason makes either a note for the reviewer.

Made from \`action/core/problems/codes/\` by \`npm run build\`.
`;

/** `docs/problems.md`: one heading for each code, which messages link to. */
export const problemsPage = (): string =>
  [opening, ...Object.entries(problemCodes).map(([code, explained]) => sectionOf(code, explained))].join("\n");

/** What is wrong, why it matters, the way out. One that is a hint is left out: every message has it. */
const sectionOf = (code: string, { title, why, wayOut, isHint, weight }: Explained): string => {
  const sure = weight === undefined ? "" : ` (${weight})`;
  const out = wayOut === undefined || isHint === true ? "" : ` ${wayOut}`;
  return `## ${code}\n\n**${title}**${sure}. ${why}${out}\n`;
};
