import { readFileSync } from "node:fs";
import { load } from "js-yaml";
import { actions } from "./entries.ts";

/** `docs/actions.md`, made from the `action.yml` files: the inputs are written down once. */
export const actionsPage = (root: URL): string => {
  const parts = actions.map((name) =>
    section(name, load(readFileSync(new URL(`action/${name}/action.yml`, root), "utf8"))),
  );
  return `# Actions\n\nFor those who change a workflow. Made from \`action/*/action.yml\` by \`npm run build\`; \`.github/workflows/\` shows how they are used.\n\n${parts.join("\n")}`;
};

const section = (name: string, action: unknown): string => {
  const inputs = rows(at(action, "inputs"), (input) => {
    const usual = text(at(input, "default"));
    const before = at(input, "required") === true ? ", required" : "";
    return `${before}: ${text(at(input, "description"))}${usual === "" ? "" : ` Default: \`${usual}\`.`}`;
  });
  const outputs = rows(at(action, "outputs"), (output) => `: ${text(at(output, "description"))}`);
  return [
    `## ${name}\n\n${text(at(action, "description"))}\n`,
    inputs === "" ? "" : `${inputs}\n`,
    outputs === "" ? "" : `Outputs:\n\n${outputs}\n`,
  ]
    .filter((part) => part !== "")
    .join("\n");
};

const rows = (table: unknown, said: (entry: unknown) => string): string =>
  typeof table === "object" && table !== null
    ? Object.entries(table)
        .map(([name, entry]) => `- \`${name}\`${said(entry)}`)
        .join("\n")
    : "";
const at = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null && key in value
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
const text = (value: unknown): string => (typeof value === "string" ? value : "");
