import { requestSchema } from "../request/schema.ts";
import type { Conventions } from "./conventions.ts";

/** Language and conventions in one, so that an editor flags a bad tag while it is typed. */
export const publishedSchema = (conventions: Conventions): object => {
  const { properties } = requestSchema;
  const fields = conventions.tag.fields;
  const siteNames = { items: { enum: Object.keys(conventions.sites) } };
  const { steps, defaults } = properties;
  const step = steps.additionalProperties;
  return {
    ...requestSchema,
    title: `SHREK production request of ${conventions.experiment}`,
    properties: {
      ...properties,
      tag: { ...properties.tag, additionalProperties: false, properties: fields, required: Object.keys(fields) },
      defaults: {
        ...defaults,
        properties: { ...defaults.properties, sites: { ...defaults.properties.sites, ...siteNames } },
      },
      steps: {
        ...steps,
        additionalProperties: {
          ...step,
          properties: { ...step.properties, sites: { ...step.properties.sites, ...siteNames } },
        },
      },
    },
  };
};
