import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type InputOptions, type Plugin, rolldown } from "rolldown";
import { shippedWorkflowNames } from "../../action/core/init/extra-workflows.ts";
import { formatProblem } from "../../action/core/problems/problem.ts";
import { chunkGroups } from "../chunk-groups.ts";
import { entries } from "../entries.ts";
import { languagePage } from "../language-page.ts";
import { problemsPage } from "../problems-page.ts";
import { bundledPackages, noticesPage } from "../release/notices.ts";
import { validatorModule } from "../validator-module.ts";
import { escapedToAscii } from "./ascii.ts";
import { putInPlace } from "./put-in-place.ts";

/** The app of `shrek site`: one script for browsers, read by nothing else of the program, its style and its icon. */
const buildSite = async (from: string, to: string): Promise<void> => {
  await mkdir(to, { recursive: true });
  const bundle = await rolldown({ input: join(from, "app.ts"), platform: "browser", logLevel: "warn" });
  await bundle.write({ file: join(to, "app.js"), format: "iife", minify: true });
  await bundle.close();
  for (const file of ["app.css", "icon.svg"]) await copyFile(join(from, file), join(to, file));
};

/**
 * `@actions/core` can ask GitHub for OIDC tokens and brings an HTTP client of 450 KB for it. Nobody here asks, so that
 * module is left out (ADR 20).
 */
const withoutOidc = {
  name: "without-oidc",
  load: (id: string): string | null =>
    /@actions\/core\/lib\/oidc-utils\.js$/.test(id) ? "export class OidcClient {}" : null,
};

/** `yaml` has a build for Node that asks the environment at every token, a third of its time, and cannot be taken in parts (ADR 20). */
const resolve = { alias: { yaml: new URL("../../node_modules/yaml/browser/index.js", import.meta.url).pathname } };

/**
 * An import of a module of Node makes everything that it exports, also what Node makes when it is first used: of
 * `node:util`, threads. Asked for by its name, it makes what is taken (ADR 20).
 */
const builtinsByName = {
  name: "builtins-by-name",
  renderChunk: (code: string): string =>
    code.replace(
      /^import \{([^}]*)\} from "(node:[\w/]+)";$/gm,
      (_, names: string, module: string) =>
        `const {${names.replaceAll(" as ", ": ")}} = process.getBuiltinModule("${module}");`,
    ),
};

/**
 * Node holds a file with one other character in two bytes for each, and decodes and hashes it so: of what judges, a
 * fifth of the time to load it.
 */
const inAscii: Plugin = {
  name: "in-ascii",
  generateBundle: (_, files) => {
    for (const chunk of Object.values(files).filter((file) => file.type === "chunk"))
      chunk.code = escapedToAscii(chunk.fileName, chunk.code);
  },
};

/** A package that is not installed would be found missing by whoever runs the program. */
const missingEndsIt: NonNullable<InputOptions["onLog"]> = (level, log, print) => {
  if (log.code === "UNRESOLVED_IMPORT") throw new Error(`${log.message}\nInstall what the lockfile names: npm ci`);
  print(level, log);
};

/** The conventions are read by the validators that were just made, so this module cannot load them earlier. */
const schemaFile = async (): Promise<string> => {
  const { readConventions } = await import("../../action/core/conventions/read-conventions.ts");
  const { publishedSchema } = await import("../../action/core/editor/published-schema.ts");
  const read = readConventions(
    "productions/conventions.yaml",
    await readFile(new URL("productions/conventions.yaml", root)),
  );
  if (read.kind === "unreadable") throw new Error(read.problems.map(formatProblem).join("\n"));
  const { schemaText } = await import("../../action/core/editor/editor-schema.ts");
  return schemaText(publishedSchema(read.conventions));
};

/** Walks the state machine, which loads the validators too. */
const statesFile = async (): Promise<string> => (await import("../states-page.ts")).statesPage();

const putTables = async (): Promise<void> => {
  const { madeParts, withTables } = await import("../made-parts.ts");
  const { realWorkTables } = await import("../../test/real-work/table.ts");
  const parts = { ...madeParts(), "docs/real-work.md": await realWorkTables() };
  for (const [path, tables] of Object.entries(parts)) {
    const page = await readFile(new URL(path, root), "utf8");
    await writeFile(new URL(path, root), withTables(page, tables));
  }
};

const root = new URL("../../", import.meta.url);

/** What is written from the schemas and tables of the program. */
const makeFiles = async (): Promise<void> => {
  const generated = new URL("action/core/generated/", root);
  await mkdir(generated, { recursive: true });
  for (const { name, source, types } of validatorModule()) {
    await writeFile(new URL(`${name}.js`, generated), source);
    await writeFile(new URL(`${name}.d.ts`, generated), types);
  }
  await writeFile(new URL("docs/problems.md", root), problemsPage());
  await writeFile(new URL("docs/language.md", root), languagePage());
  await writeFile(new URL("docs/states.md", root), await statesFile());
  await putTables();
  await writeFile(new URL("productions/production.schema.json", root), await schemaFile());
};

/** Writes the program into a folder, and names the modules that are in it. */
const bundleTo = async (dir: string): Promise<readonly string[]> => {
  const bundle = await rolldown({
    input: Object.fromEntries(entries.map((entry) => [entry, new URL(`action/${entry}/main.ts`, root).pathname])),
    platform: "node",
    resolve,
    plugins: [withoutOidc, builtinsByName, inAscii],
    logLevel: "warn",
    onLog: missingEndsIt,
  });
  const { output } = await bundle.write({
    dir,
    format: "esm",
    entryFileNames: "[name].js",
    chunkFileNames: "[name]-[hash].js",
    codeSplitting: { groups: [...chunkGroups] },
  });
  await bundle.close();
  return output.flatMap((chunk) => (chunk.type === "chunk" ? chunk.moduleIds : []));
};

export const makeAll = async (): Promise<void> => {
  await makeFiles();
  // Beside, and put in its place when it is whole: whoever runs the program meanwhile does not notice.
  const fresh = new URL("dist.new/", root);
  await rm(fresh, { recursive: true, force: true });
  const modules = await bundleTo(fresh.pathname);
  await writeFile(new URL("THIRD-PARTY.txt", fresh), noticesPage(bundledPackages(modules)));
  await writeFile(new URL("package.json", fresh), `${JSON.stringify({ type: "module" })}\n`);
  await buildSite(new URL("action/site/", root).pathname, new URL("site/", fresh).pathname);
  // What `shrek init` writes; a release puts its own commit in.
  await mkdir(new URL("workflows/", fresh), { recursive: true });
  for (const name of shippedWorkflowNames)
    await copyFile(new URL(`action/workflows/${name}.yml`, root), new URL(`workflows/${name}.yml`, fresh));
  putInPlace(fresh.pathname, new URL("dist/", root).pathname);
};
