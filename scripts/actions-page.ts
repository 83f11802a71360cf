import { readFileSync } from "node:fs";
import { load } from "js-yaml";
import { actions } from "./entries.ts";

/** `docs/actions.md`, made from the `action.yml` files: the inputs are written down once. */
export const actionsPage = (root: URL): string => {
  const parts = actions.map((name) =>
    section(name, load(readFileSync(new URL(`action/${name}/action.yml`, root), "utf8"))),
  );
  return `# Actions\n\nFor administrators who change a workflow: the inputs of each action. Made from \`action/*/action.yml\` by \`npm run build\`. \`.github/workflows/\` shows how they are used.\n\n${parts.join("\n")}`;
};

const section = (name: string, action: unknown): string => {
  const inputs = rows(
    at(action, "inputs"),
    (input) =>
      `${text(at(input, "description"))} | ${at(input, "required") === true ? "required" : shown(text(at(input, "default")))}`,
  );
  const outputs = rows(at(action, "outputs"), (output) => text(at(output, "description")));
  return [
    `## ${name}\n\n${text(at(action, "description"))}\n`,
    inputs === "" ? "" : `| input | | default |\n|---|---|---|\n${inputs}\n`,
    outputs === "" ? "" : `| output | |\n|---|---|\n${outputs}\n`,
  ]
    .filter((part) => part !== "")
    .join("\n");
};

const rows = (table: unknown, cells: (entry: unknown) => string): string =>
  typeof table === "object" && table !== null
    ? Object.entries(table)
        .map(([name, entry]) => `| \`${name}\` | ${cells(entry)} |`)
        .join("\n")
    : "";
const at = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null && key in value
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
const text = (value: unknown): string => (typeof value === "string" ? value : "");
const shown = (value: string): string => (value === "" ? "" : `\`${value}\``);
