import type { Schema } from "@cfworker/json-schema";
import { firstVersion } from "../../conventions/choose-style.ts";
import type { Conventions } from "../../conventions/conventions.ts";
import { fitsRule, valuesByRule } from "../../text/rule.ts";
import { textFile } from "../../text/source-file.ts";
import type { Draft } from "../draft.ts";
import { importedTag } from "../imported-tag.ts";
import { change, commentLines, yamlScalar } from "../written-lines.ts";
import type { ListedJob } from "./read-job-list.ts";

/** The request of a list of jobs: one row a job, and ePIC's script for it. The list says nothing else. */
export const draftJobs = (
  {
    name,
    jobs,
    conventions,
  }: { readonly name: string; readonly jobs: readonly ListedJob[]; readonly conventions: Conventions },
  turn: number,
): Draft => {
  const { software, releases } = conventions;
  const tag = importedTag(conventions, {}, ["epic", "RECO", "simulation"], turn);
  const fields = Object.entries(tag.fields).map(([field, value]) => `${field}: ${yamlScalar(value)}`);
  const build = exampleOf(software?.build, releases?.build);
  const conditions = exampleOf(software?.conditions, releases?.conditions);
  const sites = Object.entries(conventions.sites).filter(([, { state }]) => state === "online");
  return {
    tag: Object.values(tag.fields).join(" "),
    problems: [],
    files: [textFile("jobs.csv", tableText(jobs))],
    lines: [
      "# yaml-language-server: $schema=../../production.schema.json",
      ...commentLines("", `Imported: ${name}`).map(({ text }) => text),
      "schema: 1",
      `version: ${yamlScalar(firstVersion(conventions))}`,
      `tag: { ${fields.join(", ")} }${change("names of all datasets are made from it")}`,
      `description: ${yamlScalar(`Chunks of ${name}`)}`,
      `contact: ["@some-user"]${change("who answers for it")}`,
      `build: ${yamlScalar(build)}${change("software release")}`,
      `conditions: ${yamlScalar(conditions)}${change("the detector's configuration")}`,
      `defaults: { sites: [${sites[0]?.[0] ?? ""}], memory: 3000, walltime: 24 }${change("what a job needs: MB a core, hours")}`,
      "steps:",
      "  simulate:",
      "    table: jobs.csv",
      "    out: [registered.txt]",
      "    run: |",
      '      /opt/campaigns/hepmc3/scripts/run.sh "EVGEN/$file" "$ext" "$nevents" "$chunk" # CHANGE: where the script is',
      '      echo "$file.$chunk" >registered.txt',
    ].map((text) => ({ text })),
  };
};

const exampleOf = (software: object | undefined, releases: object | undefined): string =>
  valuesByRule((software ?? {}) as Schema).find((one) => releases === undefined || fitsRule(releases as Schema, one)) ??
  "example";

const tableText = (jobs: readonly ListedJob[]): string =>
  [
    "file,ext,nevents,chunk",
    ...jobs.map(({ file, ext, nevents, chunk }) => `${file},${ext},${nevents},${chunk}`),
    "",
  ].join("\n");
