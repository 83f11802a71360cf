import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { workTree } from "../../action/adapters/git/work-tree.ts";
import type { FolderEntry, ProductionSource } from "../../action/core/text/source-file.ts";
import { root } from "../demo/scene.ts";
import { noForeign } from "../no-foreign.ts";
import type { Copy } from "./copy.ts";

/** A good production, and its text files as an author has them. */
export type Subject = { readonly name: string; readonly source: ProductionSource; readonly copy: Copy };

const shipped = ["productions/mdc-hf-charm", "productions/toy-pileup"];

/** Those that people want: examples of the pages, templates, and the good requests of the tests that say most. */
const wanted = [
  "docs/conventions/campaign/dis",
  "docs/conventions/named/calo",
  "docs/conventions/named/calo-trial",
  "docs/conventions/shrek/charm-pileup",
  "productions/_templates/chain",
  "productions/_templates/simulation",
  ...[
    "alignment-with-functions",
    "anchors",
    "bom-and-crlf",
    "calorimeter-of-runs",
    "certain-acknowledged",
    "cuts-by-awk",
    "energies-of-one-particle",
    "events-by-python",
    "every-option",
    "everything",
    "generated-outside",
    "hits-to-clusters",
    "jets-in-background",
    "merge-and-quality",
    "octal-is-ten",
    "reads-a-production",
    "reads-a-table",
    "reads-each-file",
    "scan-of-thresholds",
    "script-of-the-steps-name",
    "smallest",
    "tracking-in-two-passes",
    "variants",
    "warning-acknowledged",
  ].map((name) => `test/requests/good/${name}`),
];

/** Nothing of them names another repository. */
export const subjectNames = [...shipped, ...wanted];

export const readSubjects = (): Promise<readonly Subject[]> => Promise.all(subjectNames.map(readSubject));

export const isShipped = (name: string): boolean => shipped.includes(name);

const readSubject = async (name: string): Promise<Subject> => {
  // Templates are passed over where they lie: an author has them in a folder of the request.
  const top = join(root, name.startsWith("test/") ? "test/requests" : dirname(dirname(name)));
  const at = join(root, name).slice(top.length + 1);
  const source = await workTree(top, noForeign).production(at);
  const entries = source.entries.map(
    (entry): FolderEntry =>
      entry.kind === "unread"
        ? { kind: "file", path: entry.path, mode: "100644", bytes: readFileSync(join(root, name, entry.path)) }
        : entry,
  );
  const texts = entries.flatMap((entry) =>
    entry.kind === "file" ? [[entry.path, edited(new TextDecoder().decode(entry.bytes))] as const] : [],
  );
  return {
    name,
    source: { ...source, entries },
    copy: { request: edited(new TextDecoder().decode(source.bytes)), files: new Map(texts) },
  };
};

/** A template, and the macros that come with it, as their author has edited them. */
const edited = (text: string): string =>
  text
    .replace(/ # CHANGE:.*$/gm, "")
    .replace("@some-user", "@test-user")
    .replace(/^\/\/ CHANGE THIS:.*\n/, "")
    .replace("return 1;", "return 0;");
