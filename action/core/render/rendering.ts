import { gzipSync } from "fflate";
import { packTar } from "modern-tar";
import { mermaidGraph } from "../plan/mermaid.ts";
import { type Plan, planProduction } from "../plan/plan.ts";
import { compareText } from "../problems/problem.ts";
import type { Production, UpstreamSource } from "../production/production.ts";
import { canonicalJson, type Json, sha256 } from "../text/canonical-json.ts";
import { type SourceFile, textFile } from "../text/source-file.ts";
import { inFileOrder, renderCwl, renderInputs } from "./cwl.ts";
import { rowsFile } from "./table-rows.ts";
import { checkName, payloadName, renderPayload, renderWrapper, resourceFolder, wrapperName } from "./wrapper.ts";

/** Raised whenever the same request would give other bytes; digests of two versions are never compared. */
export const rendererVersion = 9;

export const workflowFile = "workflow.cwl";
export const inputsFile = "inputs.yaml";

export type Rendering = {
  readonly plan: Plan;
  /** What PanDA gets, in code-unit order. Seeds are still symbols. */
  readonly sent: readonly SourceFile[];
  readonly documents: readonly SourceFile[];
  readonly digest: string;
};

/** A pure function of the production's tree, the conventions and the renderer's version: same inputs, same bytes. */
export const renderProduction = (production: Production): Rendering => {
  const plan = planProduction({ ...production, steps: inFileOrder(production.steps) });
  const sent = [
    textFile(workflowFile, renderCwl(production)),
    textFile(inputsFile, renderInputs(production)),
    ...production.steps.flatMap((step) => [
      textFile(wrapperName(step), renderWrapper(production, step), "100755"),
      textFile(payloadName(step), renderPayload(step)),
      ...(step.checks === undefined ? [] : [textFile(checkName(step), `${step.checks.run.trimEnd()}\n`)]),
      ...(step.table === undefined ? [] : [rowsFile(step, step.table)]),
      ...step.resources.map((file) => ({ ...file, path: `${resourceFolder(step)}/${file.path}` })),
    ]),
  ].toSorted((a, b) => compareText(a.path, b.path));
  const written = digested(plan);
  const documents = [
    textFile("plan.json", `${JSON.stringify(written, null, 2)}\n`),
    textFile("README.md", readme(plan)),
  ];
  return { plan, sent, documents, digest: renderingDigest([...sent, ...documents]) };
};

/** Without the folder, what it waits for, and amounts and origins of lists: they may change without a version. */
const digested = ({ folder: _, lists: ___, starts: ____, ...plan }: Plan): object => ({
  ...plan,
  steps: plan.steps.map((step) => {
    if (step.table?.cut === undefined) return step;
    const { cut: __, ...table } = step.table;
    return { ...step, table };
  }),
});

const renderingDigest = (files: readonly SourceFile[]): string => {
  const listed = files
    .map(({ path, mode, bytes }) => [path, mode, sha256(bytes)])
    .toSorted(([a], [b]) => compareText(a ?? "", b ?? ""));
  return sha256(canonicalJson(listed as Json));
};

/** What the symbols became: the seed of the first job of each step that has a range, the container of each input from another production. */
export type Bindings = {
  readonly seeds: Readonly<Record<string, number>>;
  /** Without the slash at the end. */
  readonly inputs: Readonly<Record<string, string>>;
};

/** For a seed the number before it, as JEDI gives the first job n+1 (PANDA R1). Two files contain symbols. */
export const bindRendering = (sent: readonly SourceFile[], bindings: Bindings): readonly SourceFile[] =>
  sent.map((file) =>
    file.path === workflowFile || file.path === inputsFile
      ? textFile(file.path, bindText(new TextDecoder().decode(file.bytes), bindings), file.mode)
      : file,
  );

export const bindText = (text: string, { seeds, inputs }: Bindings): string =>
  text.replace(/@\{(seed|input):(\w+)\}/g, (symbol, kind: string, name: string) => {
    const value = kind === "seed" ? seeds[name] : inputs[name];
    if (value === undefined) throw new Error(`${symbol} has no value`);
    return typeof value === "number" ? String(value - 1) : value;
  });

/** For looking at a rendering before any submission: every range begins at 1, and other productions' data have a made-up name. */
export const provisionalBindings = (production: Production): Bindings => ({
  seeds: Object.fromEntries(production.steps.flatMap(({ name, seed }) => (seed === undefined ? [] : [[name, 1]]))),
  inputs: Object.fromEntries(
    productionSources(production).map(({ input, tag, version, step, output }) => [
      input,
      `UNBOUND.${tag}.${version}_NNN_${step}_${output ?? "OUTPUT"}`,
    ]),
  ),
});

/** The inputs that come from other productions, each once. */
export const productionSources = ({ steps }: Production): readonly UpstreamSource[] => [
  ...new Map(
    steps.flatMap(({ inputs }) =>
      inputs.flatMap(({ source }) => (source.kind === "production" ? [[source.input, source] as const] : [])),
    ),
  ).values(),
];

const readme = (plan: Plan): string =>
  `# ${plan.tag} ${plan.version}\n\nMade by shrek. Output datasets begin with \`${plan.outDS}\`.\n\n\`\`\`mermaid\n${mermaidGraph(plan)}\n\`\`\`\n\n${plan.steps
    .map(
      ({ step, jobs, outputs, prun }) =>
        `## ${step}\n\n${jobs ?? "An unknown number of"} jobs make ${outputs.map(({ dataset }) => `\`${dataset}\``).join(", ")}.\n\n\`\`\`\n${prun}\n\`\`\`\n`,
    )
    .join("\n")}`;

/**
 * The canonical archive: equal files give equal bytes on any machine, so that PanDA's cache finds it again and its
 * sha256 is an identity. Owner 0, time 0, code-unit order, and a gzip in plain JavaScript, because zlib's output
 * differs between builds (ADR 4). Of thousands of runs that a merge brings this takes longest of all: level 9 takes
 * half as long again, and saves one byte in a hundred.
 */
export const packArchive = async (files: readonly SourceFile[]): Promise<Uint8Array> => {
  const entries = files
    .toSorted((a, b) => compareText(a.path, b.path))
    .map(({ path, mode, bytes }) => ({
      header: {
        name: path,
        size: bytes.length,
        mode: mode === "100755" ? 0o755 : 0o644,
        mtime: new Date(0),
        uid: 0,
        gid: 0,
        uname: "",
        gname: "",
      },
      body: bytes,
    }));
  return gzipSync(await packTar(entries), { mtime: 0, level: 6 });
};

/** A production as PanDA gets it: the digest is of what the values filled. */
export type PackedProduction = { readonly renderingDigest: string; readonly archive: Uint8Array };

export const packProduction = async (production: Production, bindings: Bindings): Promise<PackedProduction> => {
  const { sent, digest } = renderProduction(production);
  return { renderingDigest: digest, archive: await packArchive(bindRendering(sent, bindings)) };
};
