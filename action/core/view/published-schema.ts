import { versionStyle } from "../conventions/choose-style.ts";
import type { Conventions } from "../conventions/conventions.ts";
import { requestSchema } from "../request/schema.ts";
import { rangeOf } from "../text/schema-words.ts";

/** Where the newest release publishes the schema of the language; GitHub leads from there to its file. */
const address = "https://github.com/sPHENIX-Collaboration/shrek/releases/latest/download/production.schema.json";

/** The language alone, for editors that know no conventions: what any repository's request may hold. */
export const languageSchema = (): object => withHover({ $id: address, ...requestSchema }) as object;

/** Language and conventions in one, so that an editor flags a bad tag while it is typed. */
export const publishedSchema = (conventions: Conventions): object => {
  const { properties } = requestSchema;
  const { tag, sites, software = {}, datasets = { pattern: "^[^/]*/?$" }, experiment } = conventions;
  const style = versionStyle(conventions);
  const siteNames = { items: { enum: Object.keys(sites) } };
  const most = conventions.ceiling?.memory;
  const lessMemory = most === undefined ? {} : { maximum: most };
  const options = (
    of: Pick<(typeof properties)["defaults"]["properties"], "memory" | "sites" | "excludeSites">,
  ): object => ({
    ...of,
    memory: { ...of.memory, ...lessMemory, items: { ...of.memory.items, ...lessMemory } },
    sites: { ...of.sites, ...siteNames },
    excludeSites: { ...of.excludeSites, ...siteNames },
  });
  /** Where steps have no build of their own, an editor neither offers nor takes it. */
  const ofStep = <T extends Parameters<typeof options>[0] & { readonly build: { readonly description: string } }>(
    of: T,
  ): object => {
    const { build, ...others } = of;
    const told = options(others);
    return software.stepBuilds ? { ...told, build: narrowed(build, software.build) } : told;
  };
  const version = {
    ...properties.version,
    pattern: style.shape,
    description: `Version of this production: such as ${style.example}, or ${style.example}-test.3 for a trial.`,
  };
  const fields = { additionalProperties: false, properties: tag.fields };
  const { steps, defaults, variants } = properties;
  const ofVariant = variants.items.properties;
  const { additionalProperties: variantStep } = ofVariant.steps;
  const variantSteps = {
    ...ofVariant.steps,
    additionalProperties: { ...variantStep, properties: ofStep(variantStep.properties) },
  };
  // What a field of the tag fills in is not known before.
  const named = <T extends { readonly dataset: { readonly description: string } }>(of: T): object => ({
    ...of,
    dataset: narrowed(of.dataset, { anyOf: [datasets, { pattern: "[{]" }] }),
  });
  const inputsOf = <T extends { readonly additionalProperties: { readonly properties: Parameters<typeof named>[0] } }>(
    of: T,
  ): object => ({
    ...of,
    additionalProperties: { ...of.additionalProperties, properties: named(of.additionalProperties.properties) },
  });
  return withHover({
    ...requestSchema,
    title: `SHREK production request of ${experiment}`,
    properties: {
      ...properties,
      version,
      tag: { ...properties.tag, ...fields },
      build: narrowed(properties.build, software.build),
      conditions: narrowed(properties.conditions, software.conditions),
      inputs: inputsOf(properties.inputs),
      defaults: { ...defaults, properties: options(defaults.properties) },
      steps: {
        ...steps,
        additionalProperties: {
          ...steps.additionalProperties,
          properties: ofStep(steps.additionalProperties.properties),
        },
      },
      variants: {
        ...variants,
        items: {
          ...variants.items,
          properties: {
            ...ofVariant,
            version,
            tag: { ...ofVariant.tag, ...fields },
            inputs: inputsOf(ofVariant.inputs),
            steps: variantSteps,
          },
        },
      },
    },
    // Each variant may give any field, so only a request without them has to give all of them at the top.
    if: { not: { required: ["variants"] } },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: { properties: { tag: { required: Object.keys(tag.fields) } } },
  }) as object;
};

const narrowed = (rule: { readonly description: string }, more: object | undefined): object =>
  more === undefined
    ? rule
    : {
        ...rule,
        ...("description" in more ? { description: `${rule.description} ${String(more.description)}` } : {}),
        allOf: [more],
      };

/** Editors show a description and nothing else, so range and prun option stand in it. */
const withHover = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(withHover);
  if (typeof schema !== "object" || schema === null) return schema;
  const inside = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, withHover(value)]));
  const { description, minimum, maximum, "x-prun": prun } = inside;
  if (typeof description !== "string") return inside;
  const range =
    minimum === undefined && maximum === undefined
      ? ""
      : ` From ${rangeOf(inside).replace("between ", "").replace(" and ", " to ")}.`;
  return {
    ...inside,
    description: `${description}${range}${prun === undefined ? "" : ` **prun:** \`${String(prun)}\``}`,
  };
};
