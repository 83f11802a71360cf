import { readFileSync } from "node:fs";
import { readConventions } from "../../action/core/conventions/read-conventions.ts";
import type { Content } from "../../action/core/production/content.ts";
import type { Production } from "../../action/core/production/production.ts";
import type { FolderEntry, ProductionSource, SourceFile } from "../../action/core/text/source-file.ts";
import { type Validation, validateProduction } from "../../action/core/validate/validate-production.ts";

export const conventionsBytes: Uint8Array = readFileSync(new URL("../requests/conventions.yaml", import.meta.url));

/** A request as data. JSON is YAML, so a test says only what differs. */
export type Draft = { readonly [key: string]: unknown };

export const aRequest = (changes: Draft = {}): Draft => ({
  schema: 1,
  version: "1.0.0",
  tag: { campaign: "sP26a", physics: "hfcharm", stage: "signal" },
  description: "Charm signal",
  contact: ["@test-user"],
  build: "ana.418",
  conditions: "MDC2_ana.418",
  defaults: { sites: ["BNL"] },
  steps: { simulate: aStep() },
  ...changes,
});

export const aStep = (changes: Draft = {}): Draft => ({ out: ["hits.tar"], jobs: 10, run: "make\n", ...changes });

type Surroundings = {
  readonly folder?: string;
  readonly files?: readonly SourceFile[];
  readonly shared?: readonly SourceFile[];
};

export const validated = (
  request: Draft,
  { folder = "productions/p", files = [], shared = [] }: Surroundings = {},
): Validation => {
  const entryOf = (file: SourceFile): FolderEntry => ({ kind: "file", ...file });
  const source: ProductionSource = {
    folder,
    file: `${folder}/production.yaml`,
    bytes: new TextEncoder().encode(JSON.stringify(request)),
    entries: files.map(entryOf),
    conventions: undefined,
    shared: shared.map(entryOf),
    foreign: [],
  };
  const [judgement] = validateProduction(source, readConventions("conventions.yaml", conventionsBytes));
  if (judgement === undefined) throw new Error("a request was not judged");
  return judgement;
};

export const valid = (
  request: Draft,
  surroundings?: Surroundings,
): { readonly production: Production; readonly content: Content } => {
  const judgement = validated(request, surroundings);
  if (judgement.valid === undefined) throw new Error(JSON.stringify(judgement.problems, null, 2));
  return judgement.valid;
};
