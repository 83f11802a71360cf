import { canonicalJson, type Json, sha256 } from "../canonical-json.ts";
import { mermaidGraph } from "../plan/mermaid.ts";
import { type Plan, planProduction } from "../plan/plan.ts";
import { compareText } from "../problem.ts";
import type { Production } from "../production.ts";
import { type SourceFile, textFile } from "../source-file.ts";
import { renderCwl, renderInputs } from "./cwl.ts";
import { payloadName, renderPayload, renderWrapper, resourceFolder, wrapperName } from "./wrapper.ts";

/** Raised whenever the same request would give other bytes; digests of two versions are never compared. */
export const rendererVersion = 1;

export const workflowFile = "workflow.cwl";
export const inputsFile = "inputs.yaml";

export type Rendering = {
  readonly plan: Plan;
  /** What PanDA gets, in code-unit order. Seeds are still symbols. */
  readonly sent: readonly SourceFile[];
  /** What people get beside it: the plan and a page. */
  readonly beside: readonly SourceFile[];
  readonly digest: string;
};

/** A pure function of the production's tree, the conventions and the renderer's version: same inputs, same bytes. */
export const renderProduction = (production: Production): Rendering => {
  const plan = planProduction(production);
  const sent = [
    textFile(workflowFile, renderCwl(production)),
    textFile(inputsFile, renderInputs(production)),
    ...production.steps.flatMap((step) => [
      textFile(wrapperName(step), renderWrapper(production, step), "100755"),
      textFile(payloadName(step), renderPayload(step)),
      ...step.resources.map((file) => ({ ...file, path: `${resourceFolder(step)}/${file.path}` })),
    ]),
  ].toSorted((a, b) => compareText(a.path, b.path));
  const beside = [textFile("plan.json", `${JSON.stringify(plan, null, 2)}\n`), textFile("README.md", readme(plan))];
  return { plan, sent, beside, digest: renderingDigest([...sent, ...beside]) };
};

const renderingDigest = (files: readonly SourceFile[]): string => {
  const listed = files
    .map(({ path, mode, bytes }) => [path, mode, sha256(bytes)])
    .toSorted(([a], [b]) => compareText(a ?? "", b ?? ""));
  return sha256(canonicalJson(listed as Json));
};

/** What the symbols became: the first seed of each step that has a range. */
export type Bindings = { readonly seeds: Readonly<Record<string, number>> };

/** Puts values where the symbols stand. Symbols only ever stand in the workflow file. */
export const bindRendering = (sent: readonly SourceFile[], bindings: Bindings): readonly SourceFile[] =>
  sent.map((file) =>
    file.path === workflowFile
      ? textFile(file.path, bindSeeds(new TextDecoder().decode(file.bytes), bindings), file.mode)
      : file,
  );

export const bindSeeds = (text: string, { seeds }: Bindings): string =>
  text.replace(/@\{seed:([A-Za-z0-9]+)\}/g, (symbol, step: string) => {
    const seed = seeds[step];
    if (seed === undefined) throw new Error(`${symbol} has no value`);
    return String(seed);
  });

/** For looking at a rendering before any submission: every range begins at 1. */
export const provisionalBindings = (plan: Plan): Bindings => ({
  seeds: Object.fromEntries(plan.steps.flatMap(({ step, seed }) => (seed === null ? [] : [[step, 1]]))),
});

const readme = (plan: Plan): string =>
  `# ${plan.tag} ${plan.version}\n\nMade by shrek from \`${plan.folder}\`. Output datasets begin with \`${plan.outDS}\`.\n\n\`\`\`mermaid\n${mermaidGraph(plan)}\n\`\`\`\n\n${plan.steps
    .map(
      ({ step, jobs, outputs, prun }) =>
        `## ${step}\n\n${jobs} jobs make ${outputs.map(({ dataset }) => `\`${dataset}\``).join(", ")}.\n\n\`\`\`\n${prun}\n\`\`\`\n`,
    )
    .join("\n")}`;
