import type { Explained } from "../action/core/problems/codes/explained.ts";
import { problemCodes } from "../action/core/problems/problem-codes.ts";
import { realMistakesPage } from "./real-mistakes.ts";

export const problemsPage = (): string => {
  const sections = Object.entries(problemCodes).map(
    ([code, explained]: readonly [string, Explained]) =>
      `## ${code}\n\n**${explained.title}.** ${explained.why}\n\n*Way out:* ${explained.wayOut}\n${weightText(explained)}`,
  );
  return `# Problems\n\nMade from \`action/core/problems/codes/\` by \`npm run build\`. One heading for each code that \`shrek check\` can print.\n\n${sections.join("\n")}\n${realMistakesPage()}`;
};

const weightText = ({ weight }: Explained): string => {
  if (weight === undefined) return "";
  return weight === "certain"
    ? "\n*Certain:* an error; with `acknowledge` and a reason, a note for the reviewer.\n"
    : "\n*Likely:* a warning; with `acknowledge` and a reason, a note for the reviewer.\n";
};
