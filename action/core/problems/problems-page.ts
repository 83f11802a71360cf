import { problemCodes } from "./problem-codes.ts";
import { realMistakesPage } from "./real-mistakes.ts";

export const problemsPage = (): string => {
  const sections = Object.entries(problemCodes).map(
    ([code, { title, why, wayOut }]) => `## ${code}\n\n**${title}.** ${why}\n\n*Way out:* ${wayOut}\n`,
  );
  return `# Problems\n\nMade from \`action/core/problems/codes/\` by \`npm run build\`. One heading for each code that \`shrek check\` can print.\n\n${sections.join("\n")}\n${realMistakesPage()}`;
};
