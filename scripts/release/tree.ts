import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { shippedWorkflowNames } from "../../action/core/init/extra-workflows.ts";
import { type Pin, withPin } from "../../action/core/init/pins.ts";
import { type SourceFile, textFile } from "../../action/core/text/source-file.ts";
import { root } from "../demo/scene.ts";
import { actions } from "../entries.ts";
import { commandUsages } from "../made-tables.ts";

/**
 * What a release is: the actions, the bundles, licences, README and a package.json from which npm installs the command
 * line. No source, no dependency to install.
 */
export const releaseTree = (): readonly SourceFile[] => {
  const manifest: unknown = JSON.parse(text("package.json"));
  const { version, description, license } = manifestOf(manifest);
  const packageJson = {
    name: "shrek",
    version,
    description,
    license,
    type: "module",
    repository: { type: "git", url: "git+https://github.com/sPHENIX-Collaboration/shrek.git" },
    homepage: "https://github.com/sPHENIX-Collaboration/shrek",
    keywords: ["PanDA", "sPHENIX", "physics", "production", "workflow"],
    bin: { shrek: "dist/cli.js" },
    man: ["man/shrek.1"],
    files: ["action", "dist", "man", "THIRD-PARTY.txt"],
    publishConfig: { access: "public", provenance: true },
    engines: { node: ">=24" },
  };
  return [
    ...actions.map((name) => textFile(`action/${name}/action.yml`, text(`action/${name}/action.yml`))),
    ...readdirSync(join(root, "dist"))
      .filter((name) => /\.c?js$/.test(name))
      .map((name) => textFile(`dist/${name}`, text(`dist/${name}`), name === "cli.js" ? "100755" : "100644")),
    // What `shrek site` writes beside its data.
    ...readdirSync(join(root, "dist/site")).map((name) => textFile(`dist/site/${name}`, text(`dist/site/${name}`))),
    textFile("LICENSE", text("LICENSE")),
    textFile("THIRD-PARTY.txt", text("dist/THIRD-PARTY.txt")),
    textFile("README.md", text("README.md")),
    textFile("package.json", `${JSON.stringify(packageJson, null, 2)}\n`),
  ];
};

/** What npm installs: the release, its page of man, and the workflows that `shrek init` writes, which cannot be in the commit that they name. */
export const packageTree = async (pin: Pin): Promise<readonly SourceFile[]> => [
  ...releaseTree(),
  textFile("man/shrek.1", await manPage(releaseVersion())),
  ...pinnedWorkflows(pin).map((file) => ({ ...file, path: `dist/workflows/${file.path}` })),
];

/** Our workflows with the release that they use: the only line in them that changes. */
export const pinnedWorkflows = (pin: Pin): readonly SourceFile[] =>
  shippedWorkflowNames.map((name) => textFile(`${name}.yml`, withPin(text(`action/workflows/${name}.yml`), pin)));

/** `1.2.0`, as package.json says. */
export const releaseVersion = (): string => manifestOf(JSON.parse(text("package.json"))).version;

const text = (path: string): string => readFileSync(join(root, path), "utf8");

type Manifest = { readonly version: string; readonly description: string; readonly license: string };
const manifestOf = (value: unknown): Manifest => {
  if (
    typeof value === "object" &&
    value !== null &&
    "version" in value &&
    "description" in value &&
    "license" in value
  ) {
    return { version: String(value.version), description: String(value.description), license: String(value.license) };
  }
  throw new Error("package.json has no version, description or licence");
};

/** The page of `man shrek`, in the language of man(7): the commands as their `--help` begins, exit codes, and where more is. */
const manPage = async (version: string): Promise<string> => {
  const commands = (await commandUsages()).map(({ usage, brief }) => [".TP", `.B ${quoted(usage)}`, line(brief)]);
  return `${[
    `.TH SHREK 1 "" "shrek ${version}" "User Commands"`,
    ".SH NAME",
    "shrek \\- productions requested, reviewed and run on PanDA from a Git repository",
    ".SH SYNOPSIS",
    ".B shrek",
    "\\fICOMMAND\\fR [\\fIFLAG\\fR...] [\\fIARGUMENT\\fR...]",
    ".SH COMMANDS",
    ...commands.flat(),
    ".SH EXIT STATUS",
    ...exits.flatMap(([code, means]) => [".TP", `.B ${code}`, line(means)]),
    ".SH SEE ALSO",
    line("shrek help COMMAND: all flags of a command, examples, and the page of the documentation that explains it."),
    ".br",
    line("shrek completion: what bash, zsh and fish need to complete commands, flags, folders, tags and versions."),
    ".br",
    "git(1)",
  ].join("\n")}\n`;
};

const exits = [
  ["0", "good"],
  ["1", "something that a person must correct"],
  ["2", "it could not work, or was called wrongly"],
] as const;

/** A line of text: groff takes a point or an apostrophe at its begin for a request, and a plain hyphen for a dash. */
const line = (text: string): string => escaped(text).replace(/^[.']/, "\\&$&");

/** One argument of a request. */
const quoted = (text: string): string => `"${escaped(text).replaceAll('"', '""')}"`;

const escaped = (text: string): string => text.replaceAll("\\", "\\e").replaceAll("-", "\\-");
