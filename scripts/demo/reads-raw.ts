/** A request that reads a dataset of the experiment's Rucio, which has as many files. */
export const readsRaw = (files: number): Readonly<Record<string, string>> => ({
  "productions/reads-raw/production.yaml": `# yaml-language-server: $schema=../production.schema.json
schema: 1
version: 1.0.0
tag: { campaign: sP26a, physics: toy, stage: mdc }
description: Reads raw data
contact: ["@sphenix-production"]
build: toy.1
conditions: none
defaults: { sites: [SANDBOX], memory: 500, walltime: 1 }
inputs:
  raw: { dataset: "raw:run.1", files: ${files} }
steps:
  read:
    in: [{ from: raw, filesPerJob: 1 }]
    out: [o.txt]
    run: cat "$raw" >o.txt
`,
});

/** What conventions say of the Rucio at this address. */
export const rucioRules = (server: string): string =>
  `rucio: { server: "${server}", account: reader, login: userpass, scopes: [raw] }\ndatasets: { pattern: "^raw:" }\n`;
