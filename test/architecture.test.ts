import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";
import { floors } from "../scripts/rooms.ts";

const root = new URL("../", import.meta.url).pathname;
const layers = [
  "core",
  "ports",
  "flows",
  "adapters",
  "cli",
  "check",
  "comment",
  "command",
  "form",
  "validate",
  "reconcile",
  "runs",
  "upkeep",
  "look",
  "tryout",
  "pages",
  "site",
] as const;

/** Who may import from whom; arrows point inward. */
const inward: Readonly<Record<string, readonly string[]>> = {
  core: ["core"],
  ports: ["core", "ports"],
  flows: ["core", "ports", "flows"],
  adapters: ["core", "ports", "adapters"],
  // Runs in a browser.
  site: ["core", "site"],
};

/** Validators that the build makes from the schemas; they import nothing. */
const made = "generated";

/** Packages and node modules that a pure core may use. No clock, no file, no process among them. */
const pure = [
  "csv-parse/sync",
  "js-yaml",
  "diff",
  "yaml",
  "semver",
  "@cfworker/json-schema",
  "fflate",
  "modern-tar",
  "fastest-levenshtein",
  "re2js",
  "unbash",
  "json-schema-to-ts",
  "node:crypto",
  "node:util",
  "node:path/posix",
];

type Import = { readonly file: string; readonly from: string; readonly target: string };

const sources = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && !path.endsWith(".d.ts"))
    .map((path) => join(folder, path));

const importsOf = (file: string): readonly Import[] => {
  const text = readFileSync(join(root, file), "utf8");
  return [...text.matchAll(/(?:^import|^export) [^;]*?from "([^"]+)"|\bimport\("([^"]+)"\)/gms)].map((match) => {
    const from = match[1] ?? match[2] ?? "";
    return { file, from, target: from.startsWith(".") ? relative(root, resolve(root, dirname(file), from)) : from };
  });
};

const imports = sources("action").flatMap(importsOf);

const layerOf = (path: string): string => path.split("/")[1] ?? "";
const isRoom = (room: string): boolean => floors.some((rooms) => room in rooms);
/** `validate/wiring` where the table above has it, and else the folder right in core. */
const roomOf = (path: string): string => {
  const [, , room = "", within = ""] = path.split("/");
  return isRoom(`${room}/${within}`) ? `${room}/${within}` : room;
};

/** Every node from which arrows lead back to itself. */
const circles = (arrows: readonly (readonly string[])[]): readonly string[] => {
  const next = new Map<string, Set<string>>();
  for (const [from = "", to = ""] of arrows) next.set(from, (next.get(from) ?? new Set()).add(to));
  const reached = (start: string): ReadonlySet<string> => {
    const seen = new Set<string>();
    const todo = [...(next.get(start) ?? [])];
    for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
      if (seen.has(node)) continue;
      seen.add(node);
      todo.push(...(next.get(node) ?? []));
    }
    return seen;
  };
  return [...next.keys()].filter((node) => reached(node).has(node));
};

test("The architecture tests find the source files of the program", () => {
  expect(imports.length).toBeGreaterThan(300);
  expect(new Set(sources("action").map(layerOf))).toEqual(
    new Set(layers.filter((layer) => sources("action").some((file) => layerOf(file) === layer))),
  );
});

test("Imports point inward: core <- ports <- flows, and adapters import no flow", () => {
  const wrong = imports.filter(({ file, target }) => {
    const allowed = inward[layerOf(file)];
    return allowed !== undefined && target.startsWith("action/") && !allowed.includes(layerOf(target));
  });
  expect(wrong).toEqual([]);
});

test("Rooms of core import only the rooms that the architecture allows", () => {
  const floorOf = (path: string): number => floors.findIndex((rooms) => roomOf(path) in rooms);
  const inCore = (path: string): boolean => path.startsWith("action/core/");
  expect(sources("action/core").filter((file) => roomOf(file) !== made && floorOf(file) < 0)).toEqual([]);
  const wrong = imports.filter(
    ({ file, target }) =>
      inCore(file) &&
      inCore(target) &&
      roomOf(target) !== made &&
      roomOf(target) !== roomOf(file) &&
      floorOf(target) >= floorOf(file),
  );
  expect(wrong).toEqual([]);
});

test("No file of the program imports itself through others, and no folder does", () => {
  expect(circles(imports.map(({ file, target }) => [file, target]))).toEqual([]);
  expect(
    circles(
      sources("scripts")
        .flatMap(importsOf)
        .map(({ file, target }) => [file, target]),
    ),
  ).toEqual([]);
  expect(
    circles(imports.map(({ file, target }) => [dirname(file), dirname(target)]).filter(([from, to]) => from !== to)),
  ).toEqual([]);
});

test("The core is pure: no file, process, network, clock or locale", () => {
  const foreign = imports.filter(({ file, target }) => layerOf(file) === "core" && !target.startsWith("action/"));
  expect(foreign.filter(({ from }) => !pure.includes(from))).toEqual([]);
  const impure = sources("action/core").filter((file) =>
    /\b(process\.|Date\.now\(|new Date\(\)|Math\.random|toLocale|localeCompare\(|console\.)/.test(
      readFileSync(join(root, file), "utf8"),
    ),
  );
  expect(impure).toEqual([]);
});

test("Flows do not import each other", () => {
  const useCase = (path: string): string => path.split("/")[2]?.replace(/\.ts$/, "") ?? "";
  const wrong = imports.filter(
    ({ file, target }) =>
      layerOf(file) === "flows" &&
      target.startsWith("action/flows/") &&
      !["validation", "ledger-access"].includes(useCase(target)) &&
      useCase(target) !== useCase(file),
  );
  expect(wrong).toEqual([]);
});

test("Each name of a type is declared once in the program", () => {
  const places = sources("action").flatMap((file) =>
    [
      ...readFileSync(join(root, file), "utf8").matchAll(
        /^(?:export )?(?:declare )?(?:type|interface) (\w+)\b(?! from)/gm,
      ),
    ].map(([, name = ""]) => ({ name, file })),
  );
  expect(places.length).toBeGreaterThan(300);
  const twice = [...Map.groupBy(places, ({ name }) => name)].filter(([, files]) => files.length > 1);
  expect(twice.map(([name, files]) => `${name}: ${files.map(({ file }) => file).join(", ")}`)).toEqual([]);
});

/** Names that several files export, each for its own entry: what it reads, and the ports that it opens. Nobody imports two. */
const exportedByEntries: Readonly<Record<string, RegExp>> = {
  readInputs: /^action\/\w+\/inputs\.ts$/,
  openPorts: /^action\/\w+\/wiring\.ts$/,
};

/** Values that a file declares at its top, outside of the made validators. */
const declared = sources("action")
  .filter((file) => layerOf(file) !== "core" || roomOf(file) !== made)
  .flatMap((file) =>
    [
      ...readFileSync(join(root, file), "utf8").matchAll(
        /^(export )?(?:async )?(?:const|let|function\*?|class) (\w+)/gm,
      ),
    ].map(([, word, name = ""]) => ({ name, file, isExported: word !== undefined })),
  );

const sharedNames = (values: typeof declared): readonly string[] =>
  [...Map.groupBy(values, ({ name }) => name)]
    .filter(([, files]) => files.length > 1)
    .map(([name, files]) => `${name}: ${files.map(({ file }) => file).join(", ")}`);

test("Each exported name is declared once in the program", () => {
  const exported = declared.filter(({ isExported }) => isExported);
  expect(exported.length).toBeGreaterThan(1000);
  const isOfEntry = ({ name, file }: (typeof declared)[number]): boolean =>
    Object.hasOwn(exportedByEntries, name) && exportedByEntries[name]?.test(file) === true;
  const ofEntries = sharedNames(exported.filter(isOfEntry));
  expect(ofEntries).toHaveLength(Object.keys(exportedByEntries).length);
  const others = exported.filter((one) => !isOfEntry(one));
  expect(sharedNames(others)).toEqual([]);
  expect(others.filter(({ name }) => Object.hasOwn(exportedByEntries, name))).toEqual([]);
});

test("In one folder each name is declared once, exported or not", () => {
  const folders = Map.groupBy(declared, ({ file }) => dirname(file));
  expect(folders.size).toBeGreaterThan(40);
  expect([...folders.values()].flatMap(sharedNames)).toEqual([]);
});

test("No module that validates or submits imports try-outs", () => {
  const told = /\/(find-tries|try-out|tryout-markdown|changed-steps|run-of-head)\.ts$/;
  const users = imports.filter(({ target }) => told.test(target)).map(({ file }) => file);
  expect(users.length).toBeGreaterThan(5);
  expect(
    users.filter(
      (file) => !/^action\/(tryout\/|comment\/validate-pulls|flows\/run\/(find-tries|try-out)\.ts)/.test(file),
    ),
  ).toEqual([]);
});

/** Where text leaves for a terminal, the log of a job, or its summary, with what may write there. */
const doors: readonly (readonly [way: RegExp, files: readonly string[]])[] = [
  // main.ts speaks before anything can be loaded, in words of its own.
  [/process\.std(?:out|err)\.write|console\.\w/, ["action/cli/main.ts", "action/cli/terminal/streams.ts"]],
  [/import \{[^}]*\b(?:info|debug|notice|warning|error|setFailed|startGroup|group)\b[^}]*\} from "@actions\/core"/, []],
  [/import \* as \w+ from "@actions\/core"|import\("@actions\/core"\)/, ["action/adapters/runner/actions-report.ts"]],
  [/import \{[^}]*\bsummary\b[^}]*\} from "@actions\/core"/, ["action/adapters/runner/actions-report.ts"]],
];

test.each(doors)(
  "Text is printed only through functions that clean control sequences: %s is used nowhere else",
  (way, files) => {
    const writing = sources("action").filter((file) => way.test(readFileSync(join(root, file), "utf8")));
    expect(writing.toSorted()).toEqual(files);
  },
);

test("Only reconcile gets a port to PanDA", () => {
  const users = imports.filter(({ target, file }) => target === "action/ports/panda.ts" && layerOf(file) === "flows");
  expect(users.filter(({ file }) => !file.startsWith("action/flows/reconcile/"))).toEqual([]);
});

test("The program imports no script of the folder scripts", () => {
  expect(imports.filter(({ target }) => target.startsWith("scripts/") || target.startsWith("test/"))).toEqual([]);
});

test("No folder of the program has more than 40 files", () => {
  // Reconcile is to be written anew, in rooms of its own.
  const large = [...Map.groupBy([...sources("action"), ...sources("scripts")], (file) => dirname(file))]
    .filter(([room, files]) => files.length > 40 && room !== "action/flows/reconcile")
    .map(([room, files]) => `${room}: ${files.length}`);
  expect(large).toEqual([]);
});

test("Entry points and files of the program stay below their size limits", () => {
  const lines = (file: string): number => readFileSync(join(root, file), "utf8").split("\n").length;
  expect(sources("action").filter((file) => file.endsWith("/main.ts") && lines(file) > 40)).toEqual([]);
  expect([...sources("action"), ...sources("scripts")].filter((file) => lines(file) > 300)).toEqual([]);
});

test("The sandbox PanDA splits jobs by itself, without the code of core/jobs", () => {
  const borrowed = sources("scripts/sandbox/panda").filter((file) =>
    /from "[^"]*action\/core\/jobs\//.test(readFileSync(join(root, file), "utf8")),
  );
  expect(borrowed).toEqual([]);
});

test("The page of the architecture names each entry, in its graph and in its table", () => {
  const entries = layers.filter((layer) => inward[layer] === undefined && layer !== "validate");
  const page = readFileSync(join(root, "docs/architecture.md"), "utf8");
  const graph = /entries: ([a-z, <>/]+)"/.exec(page)?.[1]?.split(/,(?: |<br\/>)/) ?? [];
  const [row = ""] = page.split("\n").filter((line) => line.startsWith("| `action/cli/`"));

  expect(graph.toSorted()).toEqual(entries.toSorted());
  expect(entries.filter((entry) => !row.includes(`${entry}/\``))).toEqual([]);
});
