import type { Unsure } from "../../core/lint/unsure.ts";
import { distinctProblems, type Problem } from "../../core/problems/problem.ts";
import type { Production } from "../../core/production/production.ts";
import type { Bash } from "../../ports/bash.ts";

/** What is found in a payload's text at once, and what bash must be asked about the scripts that it runs. */
export type LintedPayloads = {
  readonly problems: readonly Problem[];
  askBash(bash: Bash): Promise<readonly Problem[]>;
};

/** Loads what looks at payloads, and says what it shows. */
export type Linter = () => Promise<(production: Production, unsure?: Unsure) => LintedPayloads>;

/** What a payload does wrong. The bash parser is loaded here, for productions that are validated in full: neighbours never need it. */
export const lintPayloads: Linter = async () => {
  const [{ lintProduction }, { checkScriptSyntax }] = await Promise.all([
    import("../../core/lint/lint-production.ts"),
    import("../../core/lint/script-syntax.ts"),
  ]);
  return (production, unsure) => {
    const { problems, sent } = lintProduction(production, unsure);
    return {
      problems,
      askBash: async (bash) => {
        const complaints = await bash.complaints(sent.map(({ text }) => text));
        return distinctProblems(
          sent.flatMap((script, index) => checkScriptSyntax(production, script, complaints[index] ?? "")),
        );
      },
    };
  };
};
