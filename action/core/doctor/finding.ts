import type { FromSchema } from "json-schema-to-ts";
import { settingNames } from "../init/settings.ts";
import { closed, closedWith } from "../text/schema-parts.ts";

/** The subjects, in the order of the report: each needs those before it. */
export const aboutsHere = [
  "node",
  "git",
  "bash",
  "conventions",
  "ledger",
  "settings",
  "joins",
  "server",
  "clock",
  "auth config",
  "issuer",
  "login",
  "lifetime",
  "refresh token",
  "user",
  "role",
  "iDDS",
  "Rucio",
  "server version",
] as const;

/** `fix`: a person must. `unknown`: it could not be asked. `left-out`: there is nothing to ask, or something before it failed. */
const verdicts = ["good", "warning", "fix", "unknown", "left-out"] as const;

export const findingsSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "What `shrek doctor --json` prints",
  ...closedWith({
    exitCode: {
      description: "0: all good, warnings aside. 1: something a person must fix. 2: something could not be checked.",
      enum: [0, 1, 2],
    },
    findings: {
      type: "array",
      items: {
        ...closed,
        required: ["about", "verdict", "says"],
        properties: {
          about: { enum: [...aboutsHere, ...settingNames] },
          verdict: { enum: verdicts },
          says: { type: "string", description: "What was found. Never a secret." },
          wayOut: { type: "string", description: "What to do about it." },
          commands: { type: "array", items: { type: "string" }, description: "What to paste, block by block." },
        },
      },
    },
  }),
} as const;

export type Finding = FromSchema<typeof findingsSchema>["findings"][number];
export type About = Finding["about"];

export const exitCodeOf = (findings: readonly Finding[]): 0 | 1 | 2 => {
  if (findings.some(({ verdict }) => verdict === "fix")) return 1;
  return findings.some(({ verdict }) => verdict === "unknown") ? 2 : 0;
};

const marks: Readonly<Record<Finding["verdict"], string>> = {
  good: "ok",
  warning: "warning",
  fix: "FIX",
  unknown: "unknown",
  "left-out": "-",
};

/** What to paste, in the order of the findings; empty where nothing is to be done by commands. */
export const commandsText = (findings: readonly Finding[]): string =>
  findings
    .flatMap(({ about, commands = [] }) =>
      commands.map((block, index) => (index === 0 ? `# ${about}\n${block}` : block)),
    )
    .join("\n\n");

/** One line each. */
export const findingsText = (findings: readonly Finding[]): string =>
  findings
    .map(({ about, verdict, says, wayOut }) =>
      `${marks[verdict].padEnd(8)}${about}: ${says}${wayOut === undefined ? "" : ` ${wayOut}`}`.replace(
        /[\u0000-\u001f\u007f-\u009f]+/g,
        " ",
      ),
    )
    .join("\n");
