/** The names in braces, in order. */
export const fieldsOf = (template: string): readonly string[] =>
  [...template.matchAll(/\{([A-Za-z]+)\}/g)].flatMap((match) => match[1] ?? []);

export const hasFields = (template: string): boolean => /\{[A-Za-z]+\}/.test(template);

/** The template without its fields: what stands in every name that is made from it. */
export const literalsOf = (template: string): string => template.replace(/\{[A-Za-z]+\}/g, "");

/** Templates are judged with the conventions, so every field has a value here. */
export const fillTemplate = (template: string, values: Readonly<Record<string, string>>): string => {
  const parts = splitTemplates.get(template) ?? template.split(/\{([A-Za-z]+)\}/);
  splitTemplates.set(template, parts);
  let filled = "";
  for (const [index, part] of parts.entries()) filled += index % 2 === 0 ? part : (values[part] ?? `{${part}}`);
  return filled;
};

/** Apart, fields at the odd places: thousands of requests share the few templates of their conventions. */
const splitTemplates = new Map<string, readonly string[]>();
