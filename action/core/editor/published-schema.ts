import type { Conventions } from "../conventions/conventions.ts";
import type { KnownNames } from "../conventions/read-lists.ts";
import { versionStyle } from "../conventions/version-pattern.ts";
import { requestSchema } from "../request/schema.ts";
import { rangeOf } from "../text/schema-text.ts";
import { listedFor, withListed, withListedFields, withParameters } from "./listed-schema.ts";

/** Where the newest release publishes the schema of the language; GitHub leads from there to its file. */
const schemaAddress = "https://github.com/sPHENIX-Collaboration/shrek/releases/latest/download/production.schema.json";

/** The language alone, for editors that know no conventions: what any repository's request may hold. */
export const languageSchema = (): object => withHover({ $id: schemaAddress, ...requestSchema }) as object;

const { properties } = requestSchema;
const ofVariant = properties.variants.items.properties;
const { matrix } = properties.variants.properties;

/** Conventions, with the names that their lists have. */
type Known = Conventions & { readonly listed: readonly KnownNames[] };

/** Language and conventions in one, so that an editor flags a bad tag while it is typed. */
export const publishedSchema = (rules: Conventions, listed: readonly KnownNames[] = []): object => {
  const conventions: Known = { ...rules, listed };
  const { software = {}, experiment } = conventions;
  const tag = { fields: withListedFields(rules.tag.fields, listed) };
  const style = versionStyle(conventions);
  const version = {
    ...properties.version,
    pattern: style.shape,
    description: `Version of this production: such as ${style.example}, or ${style.example}-test.3 for a trial.`,
  };
  const fields = { additionalProperties: false, properties: tag.fields };
  const { steps, defaults, variants } = properties;
  return withHover({
    ...requestSchema,
    title: `SHREK production request of ${experiment}`,
    properties: {
      ...properties,
      version,
      tag: { ...properties.tag, ...fields },
      owner: withListed(properties.owner, "owner", listed),
      contact: { ...properties.contact, items: withListed(properties.contact.items, "contact", listed) },
      build: withListed(narrowed(properties.build, software.build), "build", listed),
      conditions: withListed(narrowed(properties.conditions, software.conditions), "conditions", listed),
      inputs: inputsSchema(properties.inputs, conventions),
      defaults: { ...defaults, properties: optionsSchema(defaults.properties, conventions) },
      steps: stepsSchema(steps, conventions),
      variants: {
        ...variants,
        properties: { matrix: matrixSchema(tag.fields) },
        items: {
          ...variants.items,
          properties: {
            ...ofVariant,
            version,
            tag: { ...ofVariant.tag, ...fields },
            inputs: inputsSchema(ofVariant.inputs, conventions),
            steps: stepsSchema(ofVariant.steps, conventions),
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

/** Numbers become text. */
const matrixSchema = (fields: Readonly<Record<string, object>>): object => ({
  ...matrix,
  additionalProperties: false,
  properties: Object.fromEntries(
    Object.entries(fields).map(([field, rule]) => [
      field,
      { ...matrix.additionalProperties, items: { anyOf: [{ type: "number" }, rule] } },
    ]),
  ),
});

type SharedOptions = Pick<
  (typeof properties)["defaults"]["properties"],
  "memory" | "priority" | "sites" | "excludeSites" | "container" | "destination"
>;

/** Options that `defaults` may hold, with the sites and containers there are and the memory and priority that the conventions allow. */
const optionsSchema = (of: SharedOptions, { sites, ceiling, software, listed }: Known): object => {
  const there = listedFor("sites", listed)?.names;
  const siteNames = { items: { enum: Object.keys(sites).filter((site) => there === undefined || there.has(site)) } };
  const lessMemory = ceiling?.memory === undefined ? {} : { maximum: ceiling.memory };
  return {
    ...of,
    priority: { ...of.priority, ...(ceiling?.priority === undefined ? {} : { maximum: ceiling.priority }) },
    memory: { ...of.memory, ...lessMemory, items: { ...of.memory.items, ...lessMemory } },
    sites: { ...of.sites, ...siteNames },
    excludeSites: { ...of.excludeSites, ...siteNames },
    container: withListed(narrowed(of.container, software?.container), "container", listed),
    destination: withListed(of.destination, "destination", listed),
  };
};

type OptionsOfStep = SharedOptions & { readonly build: { readonly description: string }; readonly parameters: object };

/** Where steps have no build of their own, an editor neither offers nor takes it. */
const stepsSchema = (
  of: { readonly additionalProperties: { readonly properties: OptionsOfStep } },
  conventions: Known,
): object => {
  const { build, ...others } = of.additionalProperties.properties;
  const { software = {}, listed } = conventions;
  const options = { ...optionsSchema(others, conventions), parameters: withParameters(others.parameters, listed) };
  return {
    ...of,
    additionalProperties: {
      ...of.additionalProperties,
      properties: software.stepBuilds
        ? { ...options, build: withListed(narrowed(build, software.build), "build", listed) }
        : options,
    },
  };
};

type OfDataset = { readonly dataset: { readonly description: string } };

/** Inputs whose datasets are named as the conventions want it. */
const inputsSchema = (
  of: { readonly additionalProperties: { readonly properties: OfDataset } },
  { datasets = { pattern: "^[^/]*/?$" }, listed }: Known,
): object => {
  const { properties: input } = of.additionalProperties;
  // What a field of the tag fills in is not known before.
  const dataset = withListed(narrowed(input.dataset, { anyOf: [datasets, { pattern: "[{]" }] }), "dataset", listed);
  return { ...of, additionalProperties: { ...of.additionalProperties, properties: { ...input, dataset } } };
};

const narrowed = (rule: { readonly description: string }, more: object | undefined): object =>
  more === undefined
    ? rule
    : {
        ...rule,
        ...("description" in more ? { description: `${rule.description} ${String(more.description)}` } : {}),
        allOf: [more],
      };

/** Editors show a description and nothing else, so it includes range and prun option. */
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
